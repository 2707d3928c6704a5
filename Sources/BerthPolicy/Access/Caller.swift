public import BerthModel

/// Who asks, as the kernel said of the other end of the socket.
public struct Caller: Hashable, Sendable {
    public var uid: UInt32
    public var gid: UInt32
    /// The user's name, or the uid in digits where it has none.
    public var user: String
    /// Names of all groups of the user.
    public var groups: [String]
    /// Whether the daemon itself runs as this user.
    public var isDaemonUser: Bool

    public init(uid: UInt32, gid: UInt32, user: String, groups: [String] = [], isDaemonUser: Bool = false) {
        self.uid = uid
        self.gid = gid
        self.user = user
        self.groups = groups
        self.isDaemonUser = isDaemonUser
    }

    public var submitter: Submitter { Submitter(uid: uid, gid: gid, user: user) }

    /// The words by which a policy can mean this caller: its user, its `@groups`, and `*` for everybody. A user whose name looks
    /// like one of the others is meant by none.
    var subjects: [String] {
        let named = user.first == "@" || user == "*" ? [] : [user]
        return named + groups.map { "@\($0)" } + ["*"]
    }

    func isNamed(by list: [String]) -> Bool { subjects.contains(where: list.contains) }
}
