import BerthAPI
import BerthModel
@testable import BerthServer
import HTTPTypes
import Testing

@Suite struct AccountTests {
    static let policy = """
        schema: 1
        queues:
          research: {weight: 20, max_time: 48h}
          batch: {order: submitted}
        agencies:
          red: {users: ["4001"], limits: {h200: 12, power: 60 kW, jobs: 100}}
          blue: {users: ["4002"]}
        operators: ["4009"]
        """

    private static func job(_ queue: String, _ devices: Int, seconds: Int, hold: Bool = false) -> String {
        #"{"command": ["true"], "queue": "\#(queue)", "accelerators": "h200:\#(devices)", "hold": \#(hold), "#
            + #""simulate": {"duration": "\#(seconds)s"}}"#
    }

    @Test("queues count the jobs that the caller may see")
    func queues() async throws {
        try await TestAPI.run(policy: AccountTests.policy) { (api) async throws in
            _ = try await api.submit(AccountTests.job("research", 8, seconds: 60), as: TestAPI.red)
            _ = try await api.submit(AccountTests.job("research", 8, seconds: 60), as: TestAPI.red)
            _ = try await api.submit(AccountTests.job("batch", 1, seconds: 60, hold: true), as: TestAPI.red)
            _ = try await api.submit(AccountTests.job("batch", 8, seconds: 60), as: TestAPI.blue)
            let own = try await api.send(.get, Route.queues, as: TestAPI.red).decode(QueueList.self).queues
            #expect(own.map(\.name) == ["research", "batch"])
            #expect(own[0].active == 1 && own[0].pending == 1 && own[0].maxTimeSeconds == 172_800 && own[0].weight == 20)
            #expect(own[1].held == 1 && own[1].active == 0)
            let all = try await api.send(.get, Route.queues, as: TestAPI.operators).decode(QueueList.self).queues
            #expect(all[1].active == 1 && all[1].held == 1)
        }
    }

    @Test("agencies show their limits beside what they hold")
    func agencies() async throws {
        try await TestAPI.run(policy: AccountTests.policy) { (api) async throws in
            _ = try await api.submit(AccountTests.job("batch", 8, seconds: 60), as: TestAPI.red)
            let red = try await api.send(.get, Route.agencies, as: TestAPI.red).decode(AgencyList.self).agencies
            #expect(red.map(\.name) == ["red"])
            #expect(red[0].devices == [AgencyView.Device(kind: "h200", heldThousandths: 8000, limit: 12)])
            #expect(red[0].jobs == 1 && red[0].jobsLimit == 100 && red[0].powerLimitWatts == 60_000 && red[0].reservedWatts > 4000)
        }
    }

    @Test("usage counts what was reserved times its time, to the joule, within the moments that are asked for")
    func usage() async throws {
        try await TestAPI.run(policy: AccountTests.policy) { (api) async throws in
            // The clock of these tests stands at 1,000 s.
            let submitted = try await api.submit(AccountTests.job("research", 8, seconds: 100), as: TestAPI.red).decode(SubmitView.self)
            _ = try await api.submit(AccountTests.job("batch", 2, seconds: 1000), as: TestAPI.blue)
            for _ in 0..<2 { try await api.advance(by: .seconds(100)) }
            let all = try await api.send(.get, Route.usage, as: TestAPI.operators).decode(UsageView.self)
            #expect(all.by == "agency" && Set(all.rows.map(\.name)) == ["red", "blue"])
            let red = try #require(all.rows.first { $0.name == "red" })
            #expect(red.deviceSeconds == 800 && red.jobsStarted == 1 && red.jobsEnded == 1)
            #expect(red.reservedJoules == Int64(submitted.watts) * 100)
            let blue = try #require(all.rows.first { $0.name == "blue" })
            #expect(blue.deviceSeconds == 400 && blue.jobsEnded == 0)
            let part = try await api.send(
                .get, "\(Route.usage)?by=queue&since=1970-01-01T00:16:50Z&until=1970-01-01T00:17:00Z", as: TestAPI.operators
            ).decode(UsageView.self)
            #expect(part.rows.map(\.name) == ["research", "batch"])
            #expect(part.rows.map(\.deviceSeconds) == [80, 20] && part.rows.allSatisfy { $0.jobsStarted == 0 })
            let kinds = try await api.send(.get, "\(Route.usage)?by=kind&agency=blue", as: TestAPI.operators).decode(UsageView.self)
            #expect(kinds.rows.map(\.name) == ["h200"] && kinds.rows[0].deviceSeconds == 400)
            let users = try await api.send(.get, "\(Route.usage)?by=user", as: TestAPI.red).decode(UsageView.self)
            #expect(users.rows.map(\.deviceSeconds) == [800])
            #expect(try await api.send(.get, "\(Route.usage)?by=agancy", as: TestAPI.red).status == 400)
        }
    }

    @Test("history pages through jobs that are over, the last first, by state, user and time")
    func history() async throws {
        try await TestAPI.run(policy: AccountTests.policy) { (api) async throws in
            for seconds in [10, 20, 30] { _ = try await api.submit(AccountTests.job("batch", 1, seconds: seconds), as: TestAPI.red) }
            _ = try await api.submit(AccountTests.job("batch", 1, seconds: 1000), as: TestAPI.red)
            for _ in 0..<10 { try await api.advance(by: .seconds(10)) }
            let first = try await api.send(.get, "\(Route.history)?limit=2", as: TestAPI.red).decode(JobList.self)
            #expect(first.jobs.map(\.id) == ["3", "2"] && first.nextCursor == "1")
            let second = try await api.send(.get, "\(Route.history)?limit=2&cursor=1", as: TestAPI.red).decode(JobList.self)
            #expect(second.jobs.map(\.id) == ["1"] && second.nextCursor == nil)
            let between = try await api.send(
                .get, "\(Route.history)?since=1970-01-01T00:16:55Z&until=1970-01-01T00:17:05Z", as: TestAPI.red
            ).decode(JobList.self)
            #expect(between.jobs.map(\.id) == ["2"])
            #expect(try await api.send(.get, "\(Route.history)?state=failed", as: TestAPI.red).decode(JobList.self).jobs.isEmpty)
            #expect(try await api.send(.get, "\(Route.history)?state=running", as: TestAPI.red).status == 400)
        }
    }

    @Test("one change to many jobs touches what matches and may be changed, and nothing else")
    func many() async throws {
        try await TestAPI.run(policy: AccountTests.policy) { (api) async throws in
            for _ in 0..<3 { _ = try await api.submit(AccountTests.job("research", 8, seconds: 60), as: TestAPI.red) }
            _ = try await api.submit(AccountTests.job("research", 8, seconds: 60), as: TestAPI.blue)
            let dry = try await api.send(
                .post, Route.changeMany, as: TestAPI.red, body: #"{"mine": true, "hold": true, "dry_run": true}"#
            ).decode(JobsChangeReply.self)
            #expect(dry.changed == ["2", "3"])
            let wrong = try await api.send(
                .post, Route.changeMany, as: TestAPI.red, body: #"{"mine": true, "hold": true, "expect_count": 9}"#)
            #expect(wrong.status == 409)
            let held = try await api.send(
                .post, Route.changeMany, as: TestAPI.red, body: #"{"mine": false, "queue": "research", "hold": true, "expect_count": 2}"#)
            #expect(try held.decode(JobsChangeReply.self).changed == ["2", "3"])
            #expect(try await api.send(.get, "/v1/jobs/2", as: TestAPI.red).decode(JobView.self).state == "held")
            #expect(try await api.send(.get, "/v1/jobs/4", as: TestAPI.blue).decode(JobView.self).state != "held")
            let released = try await api.send(.post, Route.changeMany, as: TestAPI.red, body: #"{"mine": true, "hold": false}"#)
            #expect(try released.decode(JobsChangeReply.self).changed == ["2", "3"])
            let raised = try await api.send(
                .post, Route.changeMany, as: TestAPI.operators, body: #"{"mine": false, "state": "pending", "priority": 9}"#)
            #expect(try raised.decode(JobsChangeReply.self).changed == ["2", "3"])
            #expect(try await api.send(.post, Route.changeMany, as: TestAPI.red, body: #"{"mine": false, "hold": true}"#).status == 400)
            #expect(try await api.send(.post, Route.changeMany, as: TestAPI.red, body: #"{"mine": true}"#).status == 400)
        }
    }
}
