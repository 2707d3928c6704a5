import BerthModel
import BerthPolicy
import Testing

@Suite("Authority")
struct AuthorityTests {
    private let noaa = AgencyName(literal: "noaa")
    private let nasa = AgencyName(literal: "nasa")

    private func authority(_ agencies: [AgencyName: Policy.Agency], operators: [String] = []) -> Authority {
        Authority(Policy(agencies: agencies, operators: operators))
    }

    private func caller(_ user: String, uid: UInt32 = 1000, groups: [String] = [], isDaemonUser: Bool = false) -> Caller {
        Caller(uid: uid, gid: uid, user: user, groups: groups, isDaemonUser: isDaemonUser)
    }

    private func refusal(_ authority: Authority, _ named: AgencyName?, _ caller: Caller) -> BerthError? {
        do {
            _ = try authority.agency(named: named, for: caller)
            return nil
        } catch { return error }
    }

    @Test("root, the daemon's user and whoever the policy names are operators")
    func operators() {
        let authority = authority([:], operators: ["ann", "@ops"])
        #expect(authority.isOperator(caller("x", uid: 0)) && authority.isOperator(caller("x", isDaemonUser: true)))
        #expect(authority.isOperator(caller("ann")) && authority.isOperator(caller("bob", groups: ["staff", "ops"])))
        #expect(!authority.isOperator(caller("bob", groups: ["staff"])) && !authority.isOperator(caller("@ops")))
    }

    @Test("a user belongs to agencies by name, by group, or because everybody does")
    func membership() throws {
        let authority = authority([noaa: Policy.Agency(users: ["ann", "@weather"]), nasa: Policy.Agency(users: ["*"], admins: ["ann"])])
        #expect(authority.agencies(of: caller("ann")) == [nasa, noaa])
        #expect(authority.agencies(of: caller("bob", groups: ["weather"])) == [nasa, noaa])
        #expect(authority.agencies(of: caller("bob")) == [nasa])
        #expect(try authority.agency(named: nil, for: caller("bob")) == nasa)
    }

    @Test("who belongs to several agencies must name one of them")
    func several() throws {
        let authority = authority([noaa: Policy.Agency(users: ["ann"]), nasa: Policy.Agency(users: ["ann"])])
        let error = refusal(authority, nil, caller("ann"))
        #expect(error?.code == .notAllowed && error?.hint == "add -A with one of: nasa, noaa")
        #expect(try authority.agency(named: noaa, for: caller("ann")) == noaa)
    }

    @Test("who belongs to none is told what to ask for, and may not name another's")
    func none() {
        let authority = authority([noaa: Policy.Agency(users: ["ann"])])
        #expect(refusal(authority, nil, caller("bob"))?.hint?.contains("ask an operator to add the user") == true)
        #expect(refusal(authority, noaa, caller("bob"))?.code == .notAllowed)
    }

    @Test("an operator may submit for any agency that exists")
    func operatorSubmits() throws {
        let authority = authority([noaa: Policy.Agency(users: ["ann"]), nasa: Policy.Agency()])
        let root = caller("root", uid: 0)
        #expect(try authority.agency(named: nasa, for: root) == nasa)
        #expect(refusal(authority, nil, root)?.hint == "add -A with one of: nasa, noaa")
        #expect(refusal(authority, AgencyName(literal: "nassa"), root)?.hint == "did you mean \"nasa\"?")
    }

    @Test(
        "a pattern stands for names, and a star for any text",
        arguments: [
            ("claude-*", "claude-9", true), ("claude-*", "claude-", true), ("claude-*", "xclaude-9", false), ("*", "", true),
            ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXbY", false), ("*-eval", "x-eval", true), ("a", "a", true), ("a", "ab", false),
            ("", "a", false), ("***", "abc", true), ("*a", "aab", false),
        ])
    func patterns(pattern: String, text: String, matches: Bool) throws {
        var agency = Policy.Agency()
        agency.models = [pattern]
        let authority = authority([noaa: agency])
        guard !text.isEmpty, !pattern.isEmpty else { return }
        let isAllowed = (try? authority.requireModel(WorkloadName(text), of: noaa)) != nil
        #expect(isAllowed == matches)
    }

    @Test("the models of an agency above bind too, and where none lists any everything may run")
    func models() throws {
        var (top, sub) = (Policy.Agency(), Policy.Agency(parent: nasa))
        let (claude, llama) = (WorkloadName(literal: "claude-9"), WorkloadName(literal: "llama"))
        let open = authority([nasa: top, noaa: sub])
        #expect(throws: Never.self) { try open.requireModel(nil, of: noaa) }
        top.models = ["claude-*"]
        sub.models = ["*"]
        let authority = self.authority([nasa: top, noaa: sub])
        #expect(throws: Never.self) { try authority.requireModel(claude, of: noaa) }
        #expect(throws: BerthError.self) { try authority.requireModel(llama, of: noaa) }
        #expect(throws: BerthError.self) { try authority.requireModel(nil, of: noaa) }
    }

    @Test("a power operator changes budgets and nothing else; an auditor sees all and changes nothing")
    func otherRoles() throws {
        var policy = Policy(agencies: [noaa: Policy.Agency(users: ["ann"])], operators: ["opa"])
        (policy.powerOperators, policy.auditors) = (["pow"], ["@ig"])
        let authority = Authority(policy)
        var budgets = policy
        budgets.power = [Policy.BudgetRule(name: PlaceName(literal: "site"), parent: nil, budget: Watts(5))]
        var more = budgets
        more.operators.append("pow")
        #expect(throws: Never.self) { try authority.requireMayApply(budgets, caller("pow")) }
        #expect(throws: BerthError.self) { try authority.requireMayApply(more, caller("pow")) }
        #expect(throws: BerthError.self) { try authority.requireMayApply(budgets, caller("x", groups: ["ig"])) }
        #expect(throws: Never.self) { try authority.requireMayApply(more, caller("opa")) }
        let auditor = caller("x", uid: 5, groups: ["ig"])
        #expect(authority.maySee(noaa, auditor) && authority.mayReadPolicy(auditor) && !authority.isOperator(auditor))
        #expect(!authority.mayAct(on: noaa, submitter: caller("ann", uid: 1001).submitter, auditor))
        #expect(!authority.maySee(noaa, caller("pow")) && authority.mayReadPolicy(caller("pow")))
    }

    @Test("the admins of an agency act on the jobs of those beneath it, and submit only for their own")
    func adminsAbove() throws {
        let authority = authority([nasa: Policy.Agency(admins: ["adm"]), noaa: Policy.Agency(parent: nasa, users: ["ann"])])
        let submitter = caller("ann", uid: 1001).submitter
        #expect(authority.maySee(noaa, caller("adm")) && authority.mayAct(on: noaa, submitter: submitter, caller("adm", uid: 7)))
        #expect(refusal(authority, noaa, caller("adm"))?.code == .notAllowed)
        #expect(!authority.maySee(nasa, caller("ann")))
    }

    @Test("members see the jobs of their agency; its admins, the submitter and operators act on them")
    func actions() {
        let authority = authority([noaa: Policy.Agency(users: ["ann", "bob"], admins: ["adm"])])
        let submitter = caller("ann", uid: 1001).submitter
        #expect(
            authority.maySee(noaa, caller("bob")) && !authority.maySee(noaa, caller("eve"))
                && authority.maySee(noaa, caller("root", uid: 0)))
        #expect(authority.mayAct(on: noaa, submitter: submitter, caller("ann", uid: 1001)))
        #expect(!authority.mayAct(on: noaa, submitter: submitter, caller("bob", uid: 1002)))
        #expect(authority.mayAct(on: noaa, submitter: submitter, caller("adm", uid: 1003)))
        #expect(authority.mayAct(on: noaa, submitter: submitter, caller("root", uid: 0)))
    }
}
