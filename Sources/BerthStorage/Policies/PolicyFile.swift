public import BerthModel
public import BerthPolicy

/// A policy file that was read: strict YAML (`docs/spec/policy-file.md`), alone or with the files beside it as one text
/// (`PolicyText`).
public struct PolicyFile: Sendable {
    public let policy: Policy
    /// One sentence, with its place, for each key that has no effect in this version.
    public let warnings: [String]
    /// Every user and `@group` that the file names, once, with the place where it is first named.
    public let users: [(user: String, place: String)]

    /// Operators write tens of kilobytes; 11,000 agencies with their limits fit into this.
    public static let fileBytesMax = 8 << 20

    /// Reads a policy. What needs a fleet (places, nodes, budgets against base load) is checked where the policy is applied.
    /// - Throws: `BerthError` with code `invalidPolicy`, `invalidSyntax`, `unknownKey`, `invalidQuantity`, `invalidName`, `noSuchKind`,
    ///   `unsupported` or `bodyTooLarge`, the field as `file:line:column`.
    public init(_ text: String, fileName: String?, catalogue: Catalogue = .shipped) throws(BerthError) {
        try self.init(text, fileName: fileName, catalogue: catalogue, readsRefused: false)
    }

    /// - Parameter readsRefused: whether keys are read that this version refuses, so that their form can be tested.
    init(_ text: String, fileName: String?, catalogue: Catalogue = .shipped, readsRefused: Bool) throws(BerthError) {
        let document = try PolicyText(joined: text).document(fileName: fileName)
        let notes = PolicyNotes()
        policy = try document.read { root throws(DocumentFault) in
            try PolicyReader(catalogue: catalogue, notes: notes, readsRefused: readsRefused).policy(root)
        }
        let list = notes.list.sorted { ($0.position.line, $0.position.column) < ($1.position.line, $1.position.column) }
        warnings = list.map { "\(document.place($0.position)): \($0.sentence)" }
        users = notes.users.map { ($0.user, document.place($0.position)) }
    }

    /// The policy of a file, for whoever has no use for its warnings.
    public static func decode(_ text: String, fileName: String?, catalogue: Catalogue = .shipped) throws(BerthError) -> Policy {
        try PolicyFile(text, fileName: fileName, catalogue: catalogue).policy
    }
}
