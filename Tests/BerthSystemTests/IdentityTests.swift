import BerthSystem
import Testing

@Suite struct IdentityTests {
    @Test("the kernel says who is at the other end of a socket")
    func peerCredentials() throws {
        let (left, right) = try FileDescriptor.socketPair()
        let own = PeerCredentials(pid: CurrentProcess.pid, uid: CurrentProcess.user, gid: CurrentProcess.group)
        #expect(try PeerCredentials(socket: left) == own)
        #expect(try PeerCredentials(socket: right) == own)
        let file = try FileDescriptor.open("/dev/null", [.read])
        #expect(throws: SystemError.self) { try PeerCredentials(socket: file) }
    }

    @Test("root is known by number and by name")
    func knowsRoot() throws {
        let root = try #require(try Users.user(0))
        #expect(root.name == "root" && root.primaryGroup == 0 && root.home == "/root")
        #expect(try Users.user(named: "root") == root)
        #expect(try Users.group(0) == "root")
        #expect(try Users.group(named: "root") == 0)
        #expect(try Users.groups(of: root).first == 0)
        #expect(try Users.groupNames(of: root).first == "root")
        #expect(Users.name(of: 0) == "root")
    }

    @Test("who is not there is nil, and is called by number")
    func knowsNobody() throws {
        #expect(try Users.user(3_999_999_999) == nil)
        #expect(try Users.user(named: "no-such-user") == nil)
        #expect(try Users.group(3_999_999_999) == nil)
        #expect(try Users.group(named: "no-such-group") == nil)
        #expect(Users.name(of: 3_999_999_999) == "3999999999")
        #expect(Users.groupName(of: 3_999_999_999) == "3999999999")
    }
}
