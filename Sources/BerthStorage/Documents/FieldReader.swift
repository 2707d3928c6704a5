import BerthModel

/// The keys of one map, checked: each is known, and stands once.
struct FieldReader {
    let position: DocumentPosition
    let entries: [DocumentNode.Entry]

    /// - Parameters:
    ///   - node: must be a map.
    ///   - known: the keys it may have; nil: whoever reads them decides.
    ///   - place: what messages call it: `the job`, `power.hall-2`.
    init(_ node: DocumentNode, keys known: [String]?, in place: @autoclosure () -> String) throws(DocumentFault) {
        position = node.position
        switch node.content {
        case .mapping(let entries): self.entries = entries
        case .nothing: entries = []
        case .scalar, .list:
            throw DocumentFault(.invalidSyntax, "\(place()) must be a map of keys, not \(node.described)", at: node.position)
        }
        guard let known else { return }
        for entry in entries where !known.contains(entry.key) {
            let near = Spelling.nearest(to: entry.key, among: known)
            let hint = near.map { "did you mean \"\($0)\"?" } ?? "known: \(known.joined(separator: ", "))"
            throw DocumentFault(.unknownKey, "unknown key \"\(entry.key.prefix(80))\" in \(place())", at: entry.keyPosition, hint: hint)
        }
    }

    /// The value of a key; nil where it is absent or `null`.
    func value(_ key: String) -> DocumentNode? {
        guard let entry = entries.first(where: { $0.key == key }) else { return nil }
        if case .nothing = entry.value.content { return nil }
        return entry.value
    }

    /// Where a key stands; the map's own place if it is absent.
    func keyPosition(_ key: String) -> DocumentPosition { entries.first { $0.key == key }?.keyPosition ?? position }

    func required(_ key: String, in place: String, hint: String? = nil) throws(DocumentFault) -> DocumentNode {
        guard let value = value(key) else { throw missing(key, in: place, hint: hint) }
        return value
    }

    func missing(_ key: String, in place: String, hint: String? = nil) -> DocumentFault {
        DocumentFault(.invalidSyntax, "\"\(key)\" is missing in \(place)", at: position, hint: hint)
    }

    /// Refuses every `schema` but 1.
    func checkSchema() throws(DocumentFault) {
        guard let node = value("schema") else { return }
        guard try node.integer("schema", in: 0...Int.max) == 1 else {
            throw DocumentFault(
                .invalidSyntax, "schema \(node.described) is not known", at: node.position, hint: "this version reads schema 1")
        }
    }
}
