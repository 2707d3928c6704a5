import BerthAPI
@testable import BerthServer
import HTTPTypes
import Testing

@Suite struct IdentityTests {
    @Test("a request whose caller the kernel did not name is refused everywhere", arguments: Endpoint.allCases)
    func nameless(_ endpoint: Endpoint) async throws {
        try await TestAPI.run { (api) async throws in
            let answer = try await api.send(endpoint.method.http, endpoint.path.replacing("{id}", with: "1"), as: nil, body: "{}")
            #expect(answer.status == 403)
        }
    }

    @Test("a daemon that can start only its own user's jobs refuses everybody else's, and plans none")
    func onlyUser() async throws {
        try await TestAPI.run(onlyUser: TestAPI.red) { (api) async throws in
            for path in [Route.jobs, Route.plan] {
                let foreign = try await api.send(.post, path, as: TestAPI.blue, body: Jobs.batch())
                #expect(foreign.status == 403)
                #expect(foreign.text.contains("starts only that user's jobs"))
                #expect(try await api.send(.post, path, as: TestAPI.red, body: Jobs.batch()).status < 300)
            }
            #expect(try await api.send(.get, Route.jobs, as: TestAPI.blue).decode(JobList.self).jobs.isEmpty)
        }
    }

    /// Everything that names a job in its path.
    static let ofOneJob = Endpoint.allCases.filter { $0.path.contains("{id}") }

    @Test("another agency's job is not there, on every route and in the same words as a job that never was", arguments: ofOneJob)
    func foreign(_ endpoint: Endpoint) async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.batch(), as: TestAPI.red)
            let body = endpoint == .updateJob ? #"{"hold": true}"# : nil
            let foreign = try await api.send(endpoint.method.http, endpoint.path.replacing("{id}", with: "1"), as: TestAPI.blue, body: body)
            let absent = try await api.send(endpoint.method.http, endpoint.path.replacing("{id}", with: "77"), as: TestAPI.blue, body: body)
            #expect(foreign.status == 404 && absent.status == 404)
            #expect(foreign.text.replacing("job 1", with: "job 77") == absent.text)
            let own = try await api.send(endpoint.method.http, endpoint.path.replacing("{id}", with: "1"), as: TestAPI.red, body: body)
            #expect(own.status != 404)
        }
    }

    @Test("listings, events, nodes and cancellations by filter leave other agencies' jobs out")
    func listings() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.devices(2), as: TestAPI.red)
            _ = try await api.submit(Jobs.batch("own"), as: TestAPI.blue)
            #expect(try await api.send(.get, Route.jobs, as: TestAPI.blue).decode(JobList.self).jobs.map(\.id) == ["2"])
            let events = try await api.send(.get, Route.events, as: TestAPI.blue).lines(EventView.self)
            #expect(events.allSatisfy { $0.job == nil || $0.job == "2" } && events.contains { $0.job == "2" })
            let nodes = try await api.send(.get, Route.nodes, as: TestAPI.blue).decode(NodeList.self).nodes
            #expect(nodes.flatMap(\.jobs) == ["2"])
            let devices = try await api.send(.get, Route.topology, as: TestAPI.blue).decode(TopologyView.self).nodes[0].devices
            #expect(devices.count { $0.busy } == 2 && devices.allSatisfy { $0.job == nil })
            let cancelled = try await api.send(
                .post, Route.cancelMany, as: TestAPI.blue, body: #"{"mine": false, "state": "running,pending"}"#)
            #expect(try cancelled.decode(CancelReply.self).cancelled == ["2"])
            #expect(try await api.send(.get, "/v1/jobs/1", as: TestAPI.red).decode(JobView.self).state == "running")
        }
    }

    @Test("an operator sees every agency, and a member does not act on a colleague's job while an admin does")
    func roles() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.batch(), as: TestAPI.redAdmin)
            _ = try await api.submit(Jobs.batch(), as: TestAPI.red)
            #expect(try await api.send(.get, Route.jobs, as: TestAPI.operators).decode(JobList.self).jobs.count == 2)
            #expect(try await api.send(.post, "/v1/jobs/1/cancel", as: TestAPI.red).status == 403)
            #expect(try await api.send(.post, "/v1/jobs/2/cancel", as: TestAPI.redAdmin).status == 200)
        }
    }

    @Test("drains and policies are the operators'")
    func operatorsOnly() async throws {
        try await TestAPI.run { (api) async throws in
            let policy = #"{"text": "schema: 1", "file_name": "p.yaml"}"#
            for (path, body) in [
                ("/v1/nodes/h-01/drain", #"{"reason": "fan"}"#), ("/v1/nodes/h-01/undrain", nil), (Route.policyApply, policy),
            ] {
                #expect(try await api.send(.post, path, as: TestAPI.red, body: body).status == 403, "\(path)")
            }
            let drained = try await api.send(.post, "/v1/nodes/h-01/drain", as: TestAPI.operators, body: #"{"reason": "fan"}"#)
            #expect(try drained.decode(NodeView.self).state == "drained")
            #expect(try await api.submit(Jobs.devices(8)).decode(SubmitView.self).nodes == ["h-02"])
            #expect(try await api.send(.post, "/v1/nodes/h-01/undrain", as: TestAPI.operators).decode(NodeView.self).state == "ready")
            #expect(try await api.send(.get, Route.policy, as: TestAPI.red).decode(PolicyView.self).text == nil)
            #expect(try await api.send(.get, Route.policy, as: TestAPI.operators).decode(PolicyView.self).text == TestAPI.policy)
        }
    }

    @Test("who belongs to no agency may submit nothing")
    func stranger() async throws {
        try await TestAPI.run { (api) async throws in
            let answer = try await api.submit(Jobs.batch(), as: 4444)
            #expect(answer.status == 403)
            #expect(try answer.problem.code == "NotAllowed")
        }
    }
}
