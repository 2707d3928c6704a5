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

    /// Whether one of the policy's subjects (a user, `@group`, or `*` for everybody) names this caller.
    func isNamed(by subjects: [String]) -> Bool {
        subjects.contains { subject in
            subject == "*" || subject == user || (subject.first == "@" && groups.contains(String(subject.dropFirst())))
        }
    }
}
