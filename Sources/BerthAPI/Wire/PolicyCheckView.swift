/// `POST /v1/policy/check`: the file is good for this fleet and could be applied on top of `revision`. A bad one answers 422.
public struct PolicyCheckView: Codable, Hashable, Sendable {
    /// The revision in force.
    public var revision: Int
    /// Whether the file is, byte for byte, what is in force already.
    public var unchanged: Bool
    /// One sentence for each key that has no effect in this version.
    public var warnings: [String]
    /// What stands above its limits and budgets, and what would follow; empty for callers who may not know.
    public var consequences: [String]?

    public init(revision: Int, unchanged: Bool, warnings: [String] = [], consequences: [String]? = nil) {
        self.consequences = consequences
        self.revision = revision
        self.unchanged = unchanged
        self.warnings = warnings
    }
}
