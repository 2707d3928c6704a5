/// `POST /v1/policy/check`: the file is good for this fleet and could be applied on top of `revision`. A bad one answers 422.
public struct PolicyCheckView: Codable, Hashable, Sendable {
    /// The revision in force.
    public var revision: Int
    /// Whether the file is, byte for byte, what is in force already.
    public var unchanged: Bool

    public init(revision: Int, unchanged: Bool) {
        self.revision = revision
        self.unchanged = unchanged
    }
}
