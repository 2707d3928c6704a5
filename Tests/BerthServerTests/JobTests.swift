import BerthAPI
import HTTPTypes
import Testing

@Suite struct JobTests {
    @Test("a listing comes in pages that together are the whole, whatever their size", arguments: [1, 2, 3, 7, 500])
    func pages(_ limit: Int) async throws {
        try await TestAPI.run { (api) async throws in
            for number in 1...5 { _ = try await api.submit(Jobs.batch("j\(number)", seconds: 100)) }
            _ = try await api.submit(#"{"name": "a", "class": "batch", "command": ["true"], "array": "0-3"}"#)
            var (found, cursor) = ([String](), String?.none)
            repeat {
                let page = try await api.send(.get, "/v1/jobs?limit=\(limit)" + (cursor.map { "&cursor=\($0)" } ?? "")).decode(JobList.self)
                #expect(page.jobs.count <= limit)
                found += page.jobs.map(\.id)
                cursor = page.nextCursor
            } while cursor != nil
            #expect(found == ["1", "2", "3", "4", "5", "6_0", "6_1", "6_2", "6_3"])
        }
    }

    @Test("filters narrow a listing together")
    func filters() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.batch("x"))
            _ = try await api.submit(Jobs.batch("y"), as: TestAPI.redAdmin)
            _ = try await api.submit(#"{"name": "x", "class": "batch", "command": ["true"], "hold": true}"#)
            func ids(_ query: String) async throws -> [String] {
                try await api.send(.get, "/v1/jobs?\(query)").decode(JobList.self).jobs.map(\.id)
            }
            #expect(try await ids("name=x") == ["1", "3"])
            #expect(try await ids("name=x&state=held") == ["3"])
            #expect(try await ids("mine=true") == ["1", "3"])
            #expect(try await ids("state=held,running") == ["1", "2", "3"])
            #expect(try await ids("agency=blue").isEmpty)
        }
    }

    @Test("a change on top of what was seen is refused once the job has changed, and the job stays as it is")
    func conditionalChanges() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(#"{"name": "x", "class": "batch", "command": ["true"], "hold": true}"#)
            let seen = try #require(try await api.send(.get, Route.job("1")).headers[.eTag])
            let first = try await api.send(.patch, Route.job("1"), ifMatch: seen, body: #"{"priority": 5}"#)
            #expect(first.status == 200)
            #expect(first.headers[.eTag] != seen)
            let stale = try await api.send(.patch, Route.job("1"), ifMatch: seen, body: #"{"priority": 6}"#)
            #expect(try (stale.status, stale.problem.code) == (409, "Conflict"))
            #expect(try await api.send(.post, Route.cancel("1"), ifMatch: "\(seen), \"0\"").status == 409)
            let now = try await api.send(.get, Route.job("1"))
            #expect(try now.decode(JobView.self).priority == 5)
            #expect(now.headers[.eTag] == first.headers[.eTag])
            #expect(try await api.send(.post, Route.cancel("1"), ifMatch: "*").status == 200)
        }
    }

    @Test("a job can be held, released, changed, requeued and cancelled")
    func changes() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.devices(8))
            _ = try await api.submit(Jobs.devices(8, name: "second"))
            func patch(_ body: String, _ id: Int = 2) async throws -> JobView {
                try await api.send(.patch, "/v1/jobs/\(id)", body: body).decode()
            }
            let held = try await patch(#"{"hold": true}"#)
            #expect(held.state == "held" && held.reason == "HeldByUser")
            #expect(try await patch(#"{"hold": false}"#).state == "pending")
            let changed = try await patch(#"{"priority": 7, "time_seconds": 90}"#)
            #expect(changed.priority == 7 && changed.timeLimitSeconds == 90)
            #expect(try await api.send(.patch, "/v1/jobs/2", body: "{}").status == 400)
            #expect(try await api.send(.patch, "/v1/jobs/2", body: #"{"hold": true, "priority": 1}"#).status == 400)
            #expect(try await api.send(.patch, "/v1/jobs/2", body: #"{"time_seconds": 0}"#).status == 400)
            // The first job gives its watts up, and the second, which now ranks above it, takes them.
            _ = try await patch(#"{"requeue": true}"#, 1)
            try await api.advance(by: .zero)
            #expect(try await api.send(.get, "/v1/jobs/2").decode(JobView.self).state == "running")
            #expect(try await api.send(.get, "/v1/jobs/1").decode(JobView.self).state == "pending")
            #expect(try await api.send(.post, "/v1/jobs/1/cancel").decode(JobView.self).state == "cancelled")
            #expect(try await api.send(.post, "/v1/jobs/1/cancel").status == 409)
            let attempts = try await api.send(.get, "/v1/jobs/1/attempts").decode(AttemptList.self).attempts
            #expect(attempts.map(\.attempt) == [1])
        }
    }

    @Test("a cancellation by filter is refused when it is about another number of jobs than the caller saw")
    func cancelMany() async throws {
        try await TestAPI.run { (api) async throws in
            for _ in 0..<3 { _ = try await api.submit(Jobs.batch("many", seconds: 100)) }
            _ = try await api.submit(Jobs.batch("other", seconds: 100))
            #expect(try await api.send(.post, Route.cancelMany, body: #"{"mine": true, "name": "many", "expect_count": 2}"#).status == 409)
            #expect(try await api.send(.post, Route.cancelMany, body: #"{"mine": false}"#).status == 400)
            let answer = try await api.send(.post, Route.cancelMany, body: #"{"mine": true, "name": "many", "expect_count": 3}"#)
            #expect(try answer.decode(CancelReply.self).cancelled == ["1", "2", "3"])
            try await api.advance(by: .zero)
            #expect(try await api.send(.get, "/v1/jobs?state=running").decode(JobList.self).jobs.map(\.id) == ["4"])
        }
    }

    @Test("an array answers as one job that is over when all of its tasks are")
    func array() async throws {
        try await TestAPI.run { (api) async throws in
            let job = #"{"name": "a", "class": "batch", "command": ["true"], "array": "0-3%2", "simulate": {"duration": "10s"}}"#
            #expect(try await api.submit(job).decode(SubmitView.self).id == "1")
            let running = try await api.send(.get, "/v1/jobs/1").decode(JobView.self)
            #expect(running.state == "running" && running.members == 4 && running.nodes.count == 2 && running.arrayLimit == 2)
            #expect(running.array == ArrayView(indexes: "0-3", tasks: 4, pending: 2, active: 2, succeeded: 0, failed: 0))
            let waiting = try await api.send(.get, "/v1/jobs/1_2").decode(JobView.self)
            #expect(waiting.state == "pending" && waiting.reason == "ArrayLimit")
            try await api.advance(by: .seconds(11))
            try await api.advance(by: .seconds(11))
            let over = try await api.send(.get, "/v1/jobs/1").decode(JobView.self)
            #expect(over.state == "succeeded" && over.endedAt != nil && over.exitCode == 0)
        }
    }

    @Test("places in the queue count only what the caller may see")
    func positions() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.devices(8))
            _ = try await api.submit(Jobs.devices(8), as: TestAPI.blue)
            for _ in 0..<2 { _ = try await api.submit(Jobs.devices(8)) }
            #expect(try await api.send(.get, Route.jobs).decode(JobList.self).jobs.map(\.position) == [nil, 1, 2])
            #expect(try await api.send(.get, "/v1/jobs/2", as: TestAPI.blue).decode(JobView.self).position == 1)
            #expect(try await api.send(.get, "/v1/jobs/4", as: TestAPI.operators).decode(JobView.self).position == 3)
        }
    }

    @Test("the power view adds up to what jobs reserve")
    func power() async throws {
        try await TestAPI.run { (api) async throws in
            func site() async throws -> PowerView.Domain {
                try #require(try await api.send(.get, Route.power).decode(PowerView.self).domains.first)
            }
            let idle = try await site()
            #expect(idle.name == "site" && idle.budgetWatts == 12_000 && idle.reservedWatts == idle.baseWatts && idle.state == "ok")
            let watts = try await api.submit(Jobs.devices(8)).decode(SubmitView.self).watts
            let busy = try await site()
            #expect(busy.reservedWatts == idle.reservedWatts + watts && busy.freeWatts == 12_000 - busy.reservedWatts)
            let node = try await api.send(.get, "/v1/nodes/h-01").decode(NodeView.self)
            #expect(node.jobs == ["1"] && node.accelerators.map(\.free) == [0] && node.coresFree == "95")
        }
    }

    @Test("a policy is applied as the next revision, checked without being applied, and refused whole")
    func policy() async throws {
        try await TestAPI.run { (api) async throws in
            func request(_ text: String, _ rest: String = "") -> String { #"{"text": "\#(text)", "file_name": "p.yaml"\#(rest)}"# }
            let good = #"agencies: {red: {users: [\"4001\"]}}\noperators: [\"4009\"]\n"#
            let checked = try await api.send(.post, Route.policyCheck, body: request(good)).decode(PolicyCheckView.self)
            #expect(checked.revision == 1 && !checked.unchanged)
            let misspelt = try await api.send(.post, Route.policyCheck, body: request(#"agencis: {}\n"#))
            #expect(misspelt.status == 422)
            #expect(try misspelt.problem.field?.hasPrefix("p.yaml:1:") == true)
            let tooLittle = request(#"power: {site: {budget: 1 W}}\n"#)
            #expect(try await api.send(.post, Route.policyCheck, body: tooLittle).status == 422)
            let refused = try await api.send(.post, Route.policyApply, as: TestAPI.operators, body: tooLittle)
            #expect(refused.status == 422)
            #expect(try refused.problem.field?.hasPrefix("p.yaml") == true)
            #expect(
                try await api.send(.post, Route.policyApply, as: TestAPI.operators, body: request(good, #", "if_revision": 3"#)).status
                    == 409)
            let applied = try await api.send(.post, Route.policyApply, as: TestAPI.operators, body: request(good, #", "if_revision": 1"#))
            #expect(try applied.decode(PolicyView.self).revision == 2)
            #expect(
                try await api.send(.get, "/v1/policy/revisions/1", as: TestAPI.operators).decode(PolicyView.self).text == TestAPI.policy)
            // Blue's user belongs to nobody now.
            #expect(try await api.submit(Jobs.batch(), as: TestAPI.blue).status == 403)
        }
    }
}
