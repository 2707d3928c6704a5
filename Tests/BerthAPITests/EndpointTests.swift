import BerthAPI
import Testing

@Suite struct EndpointTests {
    @Test("no two endpoints share a method and a path")
    func unique() {
        let spellings = Endpoint.allCases.map { "\($0.method.rawValue) \($0.path)" }
        #expect(Set(spellings).count == spellings.count)
    }

    @Test("a path knows its methods, with any name in place of a brace")
    func methods() {
        #expect(Endpoint.methods(at: "/v1/jobs") == [.get, .post])
        #expect(Endpoint.methods(at: "/v1/jobs/4131_7") == [.get, .patch])
        #expect(Endpoint.methods(at: "/v1/jobs/4131/cancel") == [.post])
        #expect(Endpoint.methods(at: "/v1/nodes/h-03/drain") == [.post])
        #expect(Endpoint.methods(at: "/v1/nothing").isEmpty)
        #expect(Endpoint.methods(at: "").isEmpty)
    }

    @Test("the functions that clients build paths with and the table agree")
    func routes() {
        #expect(Endpoint.methods(at: Route.policyRevision(3)) == [.get])
        #expect(Endpoint.methods(at: Route.undrain("h-1")) == [.post])
        #expect(Endpoint.methods(at: Route.why("7")) == [.get])
    }

    @Test("every parameter in braces is described, and every query parameter once")
    func parameters() {
        for endpoint in Endpoint.allCases {
            let names = endpoint.parameters.map(\.name)
            #expect(Set(names).count == names.count, "\(endpoint)")
            #expect(endpoint.path.count { $0 == "{" } == endpoint.parameters.count { $0.place == .path }, "\(endpoint)")
        }
    }
}
