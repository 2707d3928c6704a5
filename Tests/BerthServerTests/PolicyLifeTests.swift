import BerthAPI
import BerthModel
@testable import BerthServer
import HTTPTypes
import Testing

@Suite struct PolicyLifeTests {
    private static func body(_ text: String, _ more: String = "") -> String {
        let quoted = text.replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return #"{"text": "\#(quoted)", "file_name": "p.yaml"\#(more)}"#
    }

    private static let lower = TestAPI.policy.replacing("blue: {", with: "blue: {limits: {h200: 1, power: 100 W, jobs: 0}, ")

    @Test("a diff says what would change and what follows, and changes nothing")
    func diff() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.devices(2), as: TestAPI.blue)
            let text = PolicyLifeTests.lower.replacing("12 kW", with: "9 kW")
            let view = try await api.send(.post, Route.policyDiff, as: TestAPI.operators, body: PolicyLifeTests.body(text))
                .decode(PolicyDiffView.self)
            #expect(
                view.changes == [
                    PolicyDiffView.Change(subject: "budget site", key: "budget", old: "12 kW", new: "9 kW"),
                    PolicyDiffView.Change(subject: "agency blue", key: "limits.power", old: nil, new: "100 W"),
                    PolicyDiffView.Change(subject: "agency blue", key: "limits.jobs", old: nil, new: "0"),
                    PolicyDiffView.Change(subject: "agency blue", key: "limits.h200", old: nil, new: "1"),
                ])
            #expect(
                view.consequences == [
                    "agency blue: holds 2 h200, above its limit of 1: none of its jobs that need h200 starts until others end; "
                        + "nothing is stopped",
                    "agency blue: reserves 1.214 kW, above its limit of 100 W: none of its jobs starts until others end; "
                        + "nothing is stopped",
                    "agency blue: has 1 jobs, above its limit of 0: it can submit no more until some end",
                ])
            #expect(try await api.send(.get, Route.policy, as: TestAPI.operators).decode(PolicyView.self).revision == 1)
            let applied = try await api.send(.post, Route.policyApply, as: TestAPI.operators, body: PolicyLifeTests.body(text))
                .decode(PolicyView.self)
            #expect(applied.revision == 2 && applied.consequences == view.consequences)
            #expect(applied.checksum?.count == 16)
        }
    }

    @Test("a budget below what is reserved is named, and an agency that is gone with its jobs")
    func below() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.devices(8), as: TestAPI.red)
            let text = "power: {site: {budget: 7 kW}}\nagencies: {blue: {users: [\"4002\"]}}\noperators: [\"4009\"]"
            let view = try await api.send(.post, Route.policyCheck, as: TestAPI.operators, body: PolicyLifeTests.body(text))
                .decode(PolicyCheckView.self)
            let consequences = try #require(view.consequences)
            try #require(consequences.count == 2, "\(consequences)")
            #expect(consequences[0].hasPrefix("budget site: ") && consequences[0].contains("above the 7 kW"))
            #expect(consequences[1] == "agency red: is not in the policy and has 1 jobs: they go on, and nobody can submit more for it")
            let member = try await api.send(.post, Route.policyCheck, as: TestAPI.red, body: PolicyLifeTests.body(text))
            #expect(try member.decode(PolicyCheckView.self).consequences == [])
        }
    }

    @Test("a stale apply, schedule or rollback is a conflict, and the old revision stays")
    func stale() async throws {
        try await TestAPI.run { (api) async throws in
            let stale = #", "if_revision": 7"#
            let due = #", "due": "2099-01-01T00:00:00Z""#
            for (path, body) in [
                (Route.policyApply, PolicyLifeTests.body("schema: 1", stale)),
                (Route.policyScheduled, PolicyLifeTests.body("schema: 1", stale + due)),
                (Route.policyRollback, #"{"revision": 1, "if_revision": 7}"#),
            ] {
                let answer = try await api.send(.post, path, as: TestAPI.operators, body: body)
                #expect(answer.status == 409)
                #expect(try answer.problem.detail.contains("policy revision 1 is in force, not 7"))
            }
            #expect(try await api.send(.get, Route.policy, as: TestAPI.operators).decode(PolicyView.self).text == TestAPI.policy)
        }
    }

    @Test(
        "a fault at any step leaves the old revision in force, and is named with its line and key",
        arguments: [
            ("power: [", 400, "this is not YAML"),
            ("power: {site: {buget: 1 MW}}", 422, "p.yaml:1:16"),
            ("agencies: {a: {share: 0}}", 422, "p.yaml:1:23"),
            ("agencies: {a: {parent: b}, b: {parent: a}}", 422, "p.yaml:1:12"),
            ("agencies: {a: {limits: {h2000: 1}}}", 422, "p.yaml:1:25"),
            ("power: {hall-9: {budget: 1 kW}}", 422, "p.yaml: power.hall-9"),
            ("power: {site: {budget: 1 kW}}", 422, "p.yaml: site"),
        ])
    func atomic(text: String, status: Int, place: String) async throws {
        try await TestAPI.run { (api) async throws in
            let later = #", "due": "2099-01-01T00:00:00Z""#
            for (path, more) in [(Route.policyApply, ""), (Route.policyScheduled, later), (Route.policyDiff, ""), (Route.policyCheck, "")] {
                let answer = try await api.send(.post, path, as: TestAPI.operators, body: PolicyLifeTests.body(text, more))
                #expect(answer.status == status, "\(path): \(answer.text)")
                #expect(answer.text.contains(place), "\(path): \(answer.text)")
            }
            #expect(try await api.send(.get, Route.policy, as: TestAPI.operators).decode(PolicyView.self).revision == 1)
            #expect(try await api.send(.get, Route.policyScheduled, as: TestAPI.operators).decode(ScheduledPolicyList.self).scheduled == [])
        }
    }

    @Test("a policy that could not be made durable is not in force")
    func disk() async throws {
        try await TestAPI.run { (api) async throws in
            try await api.failJournal(with: BerthError(.diskFull, "no room"))
            let applied = try await api.send(.post, Route.policyApply, as: TestAPI.operators, body: PolicyLifeTests.body("schema: 1"))
            #expect(applied.status == 507)
            try await api.failJournal(with: nil)
            try await api.advance(by: .seconds(120))
            let view = try await api.send(.get, Route.policy, as: TestAPI.operators).decode(PolicyView.self)
            #expect(view.revision == 1 && view.text == TestAPI.policy)
        }
    }

    @Test("a rollback is a new revision with the old text, and the log tells so")
    func rollback() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.send(.post, Route.policyApply, as: TestAPI.operators, body: PolicyLifeTests.body(PolicyLifeTests.lower))
            let view = try await api.send(.post, Route.policyRollback, as: TestAPI.operators, body: #"{"revision": 1}"#)
                .decode(PolicyView.self)
            #expect(view.revision == 3 && view.note == "rollback to revision 1")
            #expect(try await api.send(.get, Route.policy, as: TestAPI.operators).decode(PolicyView.self).text == TestAPI.policy)
            let log = try await api.send(.get, Route.policyRevisions, as: TestAPI.red).decode(PolicyRevisionList.self).revisions
            #expect(log.map(\.revision) == [3, 2, 1])
            #expect(log[0].checksum == log[2].checksum && log[0].checksum != log[1].checksum)
            #expect(log.allSatisfy { $0.text == nil })
            let none = try await api.send(.post, Route.policyRollback, as: TestAPI.operators, body: #"{"revision": 9}"#)
            #expect(none.status == 404)
        }
    }

    @Test("a scheduled policy is listed, can be cancelled, and takes effect at its moment")
    func scheduled() async throws {
        try await TestAPI.run { (api) async throws in
            let moments = ["1970-01-01T00:17:40Z", "1970-01-01T00:18:20Z"]
            for (moment, text) in zip(moments, [PolicyLifeTests.lower, "schema: 1"]) {
                let body = PolicyLifeTests.body(text, #", "due": "\#(moment)""#)
                #expect(try await api.send(.post, Route.policyScheduled, as: TestAPI.operators, body: body).status == 201)
            }
            let listed = try await api.send(.get, Route.policyScheduled, as: TestAPI.red).decode(ScheduledPolicyList.self).scheduled
            #expect(listed.map(\.number) == [1, 2] && listed.allSatisfy { $0.text == nil })
            let left = try await api.send(.post, Route.policyUnschedule("2"), as: TestAPI.operators)
            #expect(try left.decode(ScheduledPolicyList.self).scheduled.map(\.number) == [1])
            #expect(try await api.send(.post, Route.policyUnschedule("2"), as: TestAPI.operators).status == 404)
            try await api.advance(by: .seconds(59))
            #expect(try await api.send(.get, Route.policy, as: TestAPI.operators).decode(PolicyView.self).revision == 1)
            try await api.advance(by: .seconds(1))
            let view = try await api.send(.get, Route.policy, as: TestAPI.operators).decode(PolicyView.self)
            #expect(view.revision == 2 && view.text == PolicyLifeTests.lower && view.note?.hasPrefix("scheduled as number 1") == true)
            let past = PolicyLifeTests.body("schema: 1", #", "due": "1970-01-01T00:00:01Z""#)
            #expect(try await api.send(.post, Route.policyScheduled, as: TestAPI.operators, body: past).status == 400)
        }
    }
}
