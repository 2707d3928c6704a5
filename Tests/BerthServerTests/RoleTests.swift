import BerthAPI
@testable import BerthServer
import HTTPTypes
import Testing

/// Who may do what, as one table: roles by routes by owners.
@Suite struct RoleTests {
    static let policy = """
        schema: 1
        power: {site: {budget: 20 kW}}
        agencies:
          top: {admins: ["4010"]}
          red: {parent: top, users: ["4001", "4003"], admins: ["4003"]}
          blue: {users: ["4002"]}
        operators: ["4009"]
        power_operators: ["4011"]
        auditors: ["4012"]
        """

    enum Role: UInt32, CaseIterable, Sendable {
        case stranger = 4444
        case submitter = 4001
        case colleague = 4002
        case admin = 4003
        case adminAbove = 4010
        case `operator` = 4009
        case powerOperator = 4011
        case auditor = 4012
    }

    /// Something that may be asked, and what each role is answered; job 1 is the submitter's, of agency red.
    struct Question: Sendable, CustomTestStringConvertible {
        var name: String
        var method: HTTPRequest.Method
        var path: String
        var body: String?
        /// In the order of the roles.
        var answers: [Int]
        var testDescription: String { name }
    }

    static let file = #""file_name": "p.yaml""#
    static let changed = #"{"text": "schema: 1\nagencies: {red: {}}", \#(file)}"#
    static let budgets =
        #"{"text": "\#(policy.replacing("20 kW", with: "19 kW").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))", \#(file)}"#
    static let later = #"{"text": "schema: 1", \#(file), "due": "2099-01-01T00:00:00Z"}"#

    //                                                          stranger submitter colleague admin above operator power auditor
    static let questions = [
        Question(name: "see the job", method: .get, path: "/v1/jobs/1", answers: [404, 200, 404, 200, 200, 200, 404, 200]),
        Question(name: "ask why", method: .get, path: "/v1/jobs/1/why", answers: [404, 200, 404, 200, 200, 200, 404, 200]),
        Question(name: "its events", method: .get, path: "/v1/jobs/1/events", answers: [404, 200, 404, 200, 200, 200, 404, 200]),
        Question(
            name: "hold it", method: .patch, path: "/v1/jobs/1", body: #"{"priority": 5}"#,
            answers: [404, 200, 404, 200, 200, 200, 404, 403]),
        Question(name: "cancel it", method: .post, path: "/v1/jobs/1/cancel", answers: [404, 200, 404, 200, 200, 200, 404, 403]),
        Question(
            name: "submit for red", method: .post, path: Route.jobs, body: #"{"agency": "red", "command": ["true"]}"#,
            answers: [403, 201, 403, 201, 403, 201, 403, 403]),
        Question(
            name: "plan for red", method: .post, path: Route.plan, body: #"{"agency": "red", "command": ["true"]}"#,
            answers: [403, 200, 403, 200, 403, 200, 403, 403]),
        Question(
            name: "drain a node", method: .post, path: "/v1/nodes/h-01/drain", body: #"{"reason": "fan"}"#,
            answers: [403, 403, 403, 403, 403, 200, 403, 403]),
        Question(
            name: "apply a policy", method: .post, path: Route.policyApply, body: changed,
            answers: [403, 403, 403, 403, 403, 200, 403, 403]),
        Question(
            name: "apply other budgets", method: .post, path: Route.policyApply, body: budgets,
            answers: [403, 403, 403, 403, 403, 200, 200, 403]),
        Question(
            name: "schedule a policy", method: .post, path: Route.policyScheduled, body: later,
            answers: [403, 403, 403, 403, 403, 201, 403, 403]),
        Question(
            name: "roll back", method: .post, path: Route.policyRollback, body: #"{"revision": 1}"#,
            answers: [403, 403, 403, 403, 403, 200, 200, 403]),
        Question(
            name: "compare a policy", method: .post, path: Route.policyDiff, body: changed,
            answers: [403, 403, 403, 403, 403, 200, 200, 200]),
        Question(
            name: "check a policy", method: .post, path: Route.policyCheck, body: changed,
            answers: [200, 200, 200, 200, 200, 200, 200, 200]),
        Question(name: "read the journal", method: .get, path: Route.journal, answers: [403, 403, 403, 403, 403, 200, 403, 200]),
        Question(name: "read the fleet file", method: .get, path: Route.fleet, answers: [403, 403, 403, 403, 403, 200, 403, 200]),
        Question(name: "see the nodes", method: .get, path: Route.nodes, answers: [200, 200, 200, 200, 200, 200, 200, 200]),
    ]

    @Test("each role is answered by the table", arguments: questions)
    func matrix(_ question: Question) async throws {
        try #require(question.answers.count == Role.allCases.count)
        for (role, status) in zip(Role.allCases, question.answers) {
            try await TestAPI.run(policy: RoleTests.policy) { (api) async throws in
                try #require(try await api.submit(Jobs.batch(), as: Role.submitter.rawValue).status == 201)
                let answer = try await api.send(question.method, question.path, as: role.rawValue, body: question.body)
                #expect(answer.status == status, "\(role): \(answer.text)")
            }
        }
    }

    @Test("the text of a policy is read by those who see everything or change a part of it", arguments: Role.allCases)
    func text(_ role: Role) async throws {
        try await TestAPI.run(policy: RoleTests.policy) { (api) async throws in
            let text = try await api.send(.get, Route.policy, as: role.rawValue).decode(PolicyView.self).text
            #expect((text != nil) == [.operator, .powerOperator, .auditor].contains(role))
        }
    }

    @Test("lists show each role its own jobs and agencies", arguments: Role.allCases)
    func lists(_ role: Role) async throws {
        try await TestAPI.run(policy: RoleTests.policy) { (api) async throws in
            _ = try await api.submit(Jobs.batch(seconds: 5), as: Role.submitter.rawValue)
            _ = try await api.submit(Jobs.batch(seconds: 5), as: Role.colleague.rawValue)
            let agencies =
                switch role {
                case .stranger, .powerOperator: [String]()
                case .submitter, .admin: ["red"]
                case .colleague: ["blue"]
                case .adminAbove: ["red", "top"]
                case .operator, .auditor: ["blue", "red", "top"]
                }
            let jobs = [("red", "1"), ("blue", "2")].filter { agencies.contains($0.0) }.map(\.1)
            #expect(try await api.send(.get, Route.jobs, as: role.rawValue).decode(JobList.self).jobs.map(\.id) == jobs)
            #expect(try await api.send(.get, Route.agencies, as: role.rawValue).decode(AgencyList.self).agencies.map(\.name) == agencies)
            try await api.advance(by: .seconds(10))
            let past = try await api.send(.get, Route.history, as: role.rawValue).decode(JobList.self).jobs.map(\.id)
            #expect(past == jobs.reversed())
            let usage = try await api.send(.get, "\(Route.usage)?by=agency", as: role.rawValue).decode(UsageView.self)
            #expect(Set(usage.rows.map(\.name)) == Set(agencies).subtracting(["top"]))
            let queues = try await api.send(.get, Route.queues, as: role.rawValue).decode(QueueList.self).queues
            #expect(queues.allSatisfy { $0.active == 0 })
        }
    }
}
