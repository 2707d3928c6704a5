import BerthAPI
import HTTPTypes
import BerthModel
import Testing

@Suite struct BatchTests {
    @Test("a batch of 2,000 is answered line by line in its own order, and a repeat with its key makes nothing new")
    func large() async throws {
        try await TestAPI.run { (api) async throws in
            let body = (1...2000).map { Jobs.batch("b\($0)") }.joined(separator: "\n")
            let answer = try await api.send(.post, Route.jobs, type: Wire.ndjson, key: "k", body: body)
            #expect(answer.status == 200)
            let lines = try answer.lines(BatchLine.self)
            #expect(lines.map(\.line) == Array(1...2000))
            #expect(lines.map(\.id) == (1...2000).map { "\($0)" })
            let again = try await api.send(.post, Route.jobs, type: Wire.ndjson, key: "k", body: body).lines(BatchLine.self)
            #expect(again.map(\.id) == lines.map(\.id) && again.allSatisfy { $0.created == false })
            #expect(try await api.send(.get, "/v1/jobs/2000").decode(JobView.self).name == "b2000")
        }
    }

    @Test("a bad line is refused by itself, empty lines are passed over, and numbers stay those of the body")
    func mixed() async throws {
        try await TestAPI.run { (api) async throws in
            let body = "\(Jobs.batch())\n\n{\"broken\n\(Jobs.devices(8, kind: "h300"))\n\(Jobs.batch())\n"
            let lines = try await api.send(.post, Route.jobs, type: Wire.ndjson, body: body).lines(BatchLine.self)
            #expect(lines.map(\.line) == [1, 3, 4, 5])
            #expect(lines.map(\.id) == ["1", nil, nil, "2"])
            #expect(lines.map { $0.problem?.code } == [nil, "InvalidSyntax", "NoSuchKind", nil])
        }
    }

    @Test("a batch has a limit of jobs")
    func limit() async throws {
        try await TestAPI.run { (api) async throws in
            let body = Array(repeating: "{}", count: Limits.batchJobsMax + 1).joined(separator: "\n")
            #expect(try await api.send(.post, Route.jobs, type: Wire.ndjson, body: body).status == 413)
        }
    }
}
