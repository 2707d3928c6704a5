import BerthAPI
@testable import BerthServer
import HTTPTypes
import Testing

@Suite struct FaultTests {
    @Test("every endpoint of the table is answered by the router", arguments: Endpoint.allCases)
    func routed(_ endpoint: Endpoint) async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.batch())
            let path = endpoint.path.replacing("{id}", with: "1").replacing("{name}", with: "h-01").replacing("{number}", with: "1")
            let answer = try await api.send(endpoint.method.http, path, as: TestAPI.operators, body: endpoint.method == .get ? nil : "{}")
            #expect(!(answer.status == 404 && answer.text.contains("there is no /")))
            #expect(answer.status != 405 && answer.status < 500)
        }
    }

    @Test("a path that is not there answers 404, and a method that a path does not have 405 with those it has")
    func unrouted() async throws {
        try await TestAPI.run { (api) async throws in
            let missing = try await api.send(.get, "/v1/job")
            #expect(missing.status == 404)
            #expect(missing.headers[.contentType] == Wire.problem)
            let wrong = try await api.send(.delete, "/v1/jobs")
            #expect(wrong.status == 405)
            #expect(wrong.headers[.allow] == "GET, POST")
            #expect(try wrong.problem.status == 405)
        }
    }

    @Test("a request is read strictly: unknown keys and parameters, wrong types and broken JSON are named")
    func strict() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.batch())
            let unknown = try await api.send(.patch, "/v1/jobs/1", body: #"{"hodl": true}"#)
            #expect(unknown.status == 422)
            #expect(try unknown.problem.hint == #"did you mean "hold"?"#)
            let wrong = try await api.send(.patch, "/v1/jobs/1", body: #"{"hold": 3}"#)
            #expect(wrong.status == 400)
            #expect(try wrong.problem.field == "/hold")
            let broken = try await api.send(.patch, "/v1/jobs/1", body: #"{"hold": "#)
            #expect(broken.status == 400)
            #expect(try broken.problem.code == "InvalidSyntax" && broken.problem.field == "1:10")
            let missing = try await api.send(.post, Route.cancelMany, body: "{}")
            #expect(try missing.problem.field == "/mine")
            let parameter = try await api.send(.get, "/v1/jobs?stat=running")
            #expect(try parameter.problem.hint == #"did you mean "state"?"#)
            for query in ["state=runing", "limit=0", "limit=5001", "limit=x", "mine=perhaps", "cursor=x"] {
                #expect(try await api.send(.get, "/v1/jobs?\(query)").status == 400, "\(query)")
            }
        }
    }

    @Test("JSON that is nested very deep is refused, not followed")
    func deep() async throws {
        try await TestAPI.run { (api) async throws in
            let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
            #expect(try await api.submit(deep).status == 400)
            #expect(try await api.send(.patch, "/v1/jobs/1", body: deep).status == 400)
            #expect(try await api.submit(Jobs.batch()).status == 201)
        }
    }

    @Test("a body beyond its limit is refused before its job is read")
    func large() async throws {
        try await TestAPI.run { (api) async throws in
            let answer = try await api.submit(#"{"name": ""# + String(repeating: "a", count: 3 << 20) + #""}"#)
            #expect(answer.status == 413)
            #expect(answer.headers[.connection] == "close")
            #expect(try answer.problem.code == "BodyTooLarge")
        }
    }
}
