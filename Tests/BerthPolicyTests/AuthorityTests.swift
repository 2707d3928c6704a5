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
