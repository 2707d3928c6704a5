import BerthAPI
import HTTPTypes
import Testing

@Suite struct SubmitTests {
    @Test("a new job answers 201 with its place, and starts in the same commit")
    func created() async throws {
        try await TestAPI.run { (api) async throws in
            let answer = try await api.submit(Jobs.devices(8))
            #expect(answer.status == 201)
            #expect(answer.headers[.location] == "/v1/jobs/1")
            let view = try answer.decode(SubmitView.self)
            #expect(view.id == "1" && view.created && view.agency == "red" && view.nodes == ["h-01"] && view.modelled)
            #expect(try await api.send(.get, "/v1/jobs/1").decode(JobView.self).state == "running")
        }
    }

    @Test("a job in YAML is the same job")
    func yaml() async throws {
        try await TestAPI.run { (api) async throws in
            let text = "name: y\nclass: batch\ncommand: [echo, hi]\ncpus: 2\n"
            let answer = try await api.send(.post, Route.jobs, type: Wire.yaml, body: text)
            #expect(answer.status == 201)
            #expect(try await api.send(.get, "/v1/jobs/1").decode(JobView.self).command == ["echo", "hi"])
            #expect(try await api.send(.post, Route.jobs, type: nil, body: text).status == 201)
            #expect(try await api.send(.post, Route.jobs, type: "text/html", body: text).status == 400)
        }
    }

    @Test("the same key and job answer 200 with the first id, and another job under it 409")
    func idempotency() async throws {
        try await TestAPI.run { (api) async throws in
            #expect(try await api.submit(Jobs.batch(), key: "k").status == 201)
            let repeated = try await api.submit(Jobs.batch(), key: "k")
            #expect(repeated.status == 200)
            let view = try repeated.decode(SubmitView.self)
            #expect(view.id == "1" && !view.created)
            let other = try await api.submit(Jobs.batch("b"), key: "k")
            #expect(other.status == 409)
            #expect(try other.problem.code == "Conflict")
            // The key is the user's own: the same word from another agency is another key.
            #expect(try await api.submit(Jobs.batch("b"), as: TestAPI.blue, key: "k").status == 201)
            #expect(try await api.send(.get, Route.jobs, as: TestAPI.operators).decode(JobList.self).jobs.count == 2)
        }
    }

    @Test(
        "what is wrong with a job is said with its place, and nothing is queued",
        arguments: [
            (#"{"name": "a","#, 400, "InvalidSyntax"), ("[]", 400, nil), (#"{"name": "a", "comand": ["true"]}"#, 422, "UnknownKey"),
            (Jobs.devices(8, kind: "h300"), 422, "NoSuchKind"), (Jobs.devices(9), 422, "NeverFits"),
            (#"{"class": "gang", "nodes": 3, "command": ["true"], "accelerators": [{"kind": "h200", "count": 8}]}"#, 422, "NeverFits"),
            (#"{"command": ["true"], "dependencies": ["afterok:7"]}"#, 422, "BadDependency"),
        ])
    func refused(_ job: String, _ status: Int, _ code: String?) async throws {
        try await TestAPI.run { (api) async throws in
            let before = try await api.sequence
            let answer = try await api.submit(job)
            #expect(answer.status == status)
            #expect(answer.headers[.contentType] == Wire.problem)
            let problem = try answer.problem
            if let code { #expect(problem.code == code) }
            #expect(problem.status == status && !problem.detail.isEmpty && problem.field != nil)
            #expect(try await api.sequence == before)
        }
    }

    @Test("a plan says what would happen and changes nothing, also when it is asked for as a dry run")
    func plans() async throws {
        try await TestAPI.run { (api) async throws in
            let before = try await api.sequence
            let now = try await api.send(.post, Route.plan, body: Jobs.devices(8)).decode(PlanView.self)
            #expect(now.verdict == .now && now.nodes.map(\.name) == ["h-01"] && now.snapshotSequence == before)
            #expect(try await api.send(.post, "/v1/jobs?dry_run=true", body: Jobs.devices(8)).decode(PlanView.self) == now)
            let never = try await api.send(.post, Route.plan, body: Jobs.devices(8, kind: "h300")).decode(PlanView.self)
            #expect(never.verdict == .never && never.blockers.map(\.code) == ["NoSuchKind"])
            #expect(try await api.sequence == before)
            #expect(try await api.submit(Jobs.devices(8)).status == 201)
            let waits = try await api.send(.post, Route.plan, body: Jobs.devices(8)).decode(PlanView.self)
            #expect(waits.verdict == .waits && waits.blockers.first?.code == "WaitingForPower")
        }
    }

    @Test("a job that waits says why, and starts when what it waits for is free")
    func waits() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.devices(8))
            let second = try await api.submit(Jobs.devices(8)).decode(SubmitView.self)
            #expect(second.state == "pending" && second.reason == "WaitingForPower")
            let running = try await api.send(.get, "/v1/jobs/1").decode(JobView.self)
            #expect(try await api.send(.get, "/v1/jobs/2").decode(JobView.self).watts == running.watts && running.watts > 0)
            let why = try await api.send(.get, "/v1/jobs/2/why").decode(WhyView.self)
            #expect(why.blockers.first?.code == "WaitingForPower")
            try await api.advance(by: .seconds(11))
            let ended = try await api.send(.get, "/v1/jobs/1").decode(JobView.self)
            #expect(ended.state == "succeeded" && ended.watts == 0)
            #expect(try await api.send(.get, "/v1/jobs/2").decode(JobView.self).state == "running")
        }
    }
}
