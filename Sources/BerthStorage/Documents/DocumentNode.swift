/// One value of a YAML or JSON document, with its place in the text. Both readers make the same tree, so that every rule of
/// a file is written once.
package struct DocumentNode: Sendable {
    package enum Content: Sendable {
        /// The text as written; unquoted text may be read as a number or a truth value.
        case scalar(String, isQuoted: Bool)
        case list([DocumentNode])
        /// In the order of the text; keys differ.
        case mapping([Entry])
        /// `null`, `~` or nothing at all.
        case nothing
    }

    package struct Entry: Sendable {
        package var key: String
        package var keyPosition: DocumentPosition
        package var value: DocumentNode
    }

    package var content: Content
    package var position: DocumentPosition

    /// What it is, for a message: `text "two"`, `a list`.
    package var described: String {
        switch content {
        case .scalar(let text, isQuoted: true): "text \"\(text.prefix(60))\""
        case .scalar(let text, isQuoted: false): "\"\(text.prefix(60))\""
        case .list: "a list"
        case .mapping: "a map"
        case .nothing: "nothing"
        }
    }
}

/// A place in a text, both counted from 1; columns in Unicode scalars for YAML and in bytes for JSON.
package struct DocumentPosition: Hashable, Sendable {
    var line: Int
    var column: Int

    static let start = DocumentPosition(line: 1, column: 1)
}
