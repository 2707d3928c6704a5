public import BerthModel
public import BerthPolicy

/// A policy file that was read: strict YAML (`docs/spec/policy-file.md`).
public struct PolicyFile: Sendable {
    public let policy: Policy
    /// One sentence, with its place, for each key that has no effect in this version.
    public let warnings: [String]

    /// Operators write tens of kilobytes; 11,000 agencies with their limits fit into this.
    public static let fileBytesMax = 8 << 20

    /// Reads a policy. What needs a fleet (places, nodes, budgets against base load) is checked where the policy is applied.
    /// - Throws: `BerthError` with code `invalidPolicy`, `invalidSyntax`, `unknownKey`, `invalidQuantity`, `invalidName`, `noSuchKind`,
    ///   `unsupported` or `bodyTooLarge`, the field as `file:line:column`.
    public init(_ text: String, fileName: String?, catalogue: Catalogue = .shipped) throws(BerthError) {
        let document = try Document.yaml(text, fileName: fileName, limit: PolicyFile.fileBytesMax, what: "policy file")
        let notes = PolicyNotes()
        policy = try document.read { root throws(DocumentFault) in try PolicyReader(root, catalogue, notes).policy() }
        warnings = notes.list.map { "\(fileName ?? "policy"):\($0.position.line):\($0.position.column): \($0.sentence)" }
    }

    /// The policy of a file, for whoever has no use for its warnings.
    public static func decode(_ text: String, fileName: String?, catalogue: Catalogue = .shipped) throws(BerthError) -> Policy {
        try PolicyFile(text, fileName: fileName, catalogue: catalogue).policy
    }
}

/// What a reader has to say besides faults.
final class PolicyNotes {
    private(set) var list: [(sentence: String, position: DocumentPosition)] = []

    func add(_ sentence: String, at position: DocumentPosition) { list.append((sentence, position)) }
}
