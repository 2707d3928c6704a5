/// Who submitted a job, as the kernel said.
public struct Submitter: Hashable, Sendable, Codable {
    public var uid: UInt32
    public var gid: UInt32
    /// The user's name at that time, or the uid in digits where it has none.
    public var user: String

    public init(uid: UInt32, gid: UInt32, user: String) {
        self.uid = uid
        self.gid = gid
        self.user = user
    }
}
