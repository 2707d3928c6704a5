import BerthModel
import Yams

extension Document {
    /// Reads one YAML document (JSON is YAML).
    /// - Parameter limit: bytes that are read at most.
    /// - Throws: `BerthError` with code `invalidSyntax` at the line of the fault, or `bodyTooLarge`.
    static func yaml(_ text: String, fileName: String?, limit: Int, what: String) throws(BerthError) -> Document {
        guard text.utf8.count <= limit else {
            throw BerthError(
                .bodyTooLarge, "the \(what) has \(Bytes(Int64(text.utf8.count))); at most \(Bytes(Int64(limit))) are read", field: fileName)
        }
        do {
            try YAMLAnchors.refuseMany(in: text)
            return Document(fileName: fileName, root: try YAMLReader.read(text))
        } catch {
            throw Document.error(error, fileName: fileName, root: nil)
        }
    }
}

private enum YAMLReader {
    static func read(_ text: String) throws(DocumentFault) -> DocumentNode {
        let root: Node?
        do {
            // The encoding is given: the library would otherwise look for it in the environment.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            root = try parser.singleRoot()
            // A node knows its anchor only as long as the parser lives.
            return try withExtendedLifetime(parser) { () throws(DocumentFault) in
                try root.map(convert) ?? DocumentNode(content: .nothing, position: .start)
            }
        } catch let fault as DocumentFault {
            throw fault
        } catch {
            throw fault(of: error, in: text)
        }
    }

    private static func convert(_ node: Node) throws(DocumentFault) -> DocumentNode {
        let position = node.mark.map { DocumentPosition(line: $0.line, column: $0.column) } ?? .start
        guard node.anchor == nil else {
            throw DocumentFault(.invalidSyntax, "anchors and aliases (&name, *name) are not read", at: position)
        }
        switch node {
        case .scalar(let scalar):
            try refuseTag(scalar.tag, at: position)
            let isPlain = scalar.style == .plain
            if isPlain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) {
                return DocumentNode(content: .nothing, position: position)
            }
            return DocumentNode(content: .scalar(scalar.string, isQuoted: !isPlain), position: position)
        case .sequence(let sequence):
            try refuseTag(sequence.tag, at: position)
            var items: [DocumentNode] = []
            items.reserveCapacity(sequence.count)
            for item in sequence { items.append(try convert(item)) }
            return DocumentNode(content: .list(items), position: position)
        case .mapping(let mapping):
            try refuseTag(mapping.tag, at: position)
            var entries: [DocumentNode.Entry] = []
            entries.reserveCapacity(mapping.count)
            for (key, value) in mapping {
                let name = try convert(key)
                guard case .scalar(let text, _) = name.content else {
                    throw DocumentFault(.invalidSyntax, "a key must be text, not \(name.described)", at: name.position)
                }
                entries.append(DocumentNode.Entry(key: text, keyPosition: name.position, value: try convert(value)))
            }
            return DocumentNode(content: .mapping(entries), position: position)
        case .alias:
            throw DocumentFault(.invalidSyntax, "anchors and aliases (&name, *name) are not read", at: position)
        }
    }

    private static func refuseTag(_ tag: Tag, at position: DocumentPosition) throws(DocumentFault) {
        let name = tag.description
        // The library fills in the plain tags of keys when it looks for duplicates.
        guard ([.implicit, .nonSpecific, .str, .seq, .map] as [Tag.Name]).map(\.rawValue).contains(name) else {
            throw DocumentFault(.invalidSyntax, "tags (\(name.prefix(60))) are not read", at: position)
        }
    }

    private static func fault(of error: any Error, in text: String) -> DocumentFault {
        func position(_ mark: Mark) -> DocumentPosition { DocumentPosition(line: max(1, mark.line), column: max(1, mark.column)) }
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
            return DocumentFault(.invalidSyntax, "this is not YAML: \(problem)", at: position(mark))
        case .composer(_, let problem, let mark, _):
            return DocumentFault(.invalidSyntax, "this is not one YAML document: \(problem)", at: position(mark))
        case .reader(let problem, let offset, _, _):
            let before = text.prefix(offset ?? 0)
            let lastLine = before.reversed().prefix { !$0.isNewline }
            let place = DocumentPosition(line: before.count { $0.isNewline } + 1, column: lastLine.count + 1)
            return DocumentFault(.invalidSyntax, "this is not YAML: \(problem)", at: place)
        case .duplicatedKeysInMapping(let keys, let context):
            return DocumentFault(.invalidSyntax, "key \"\(keys.first ?? "")\" is given twice", at: position(context.mark))
        default:
            return DocumentFault(.invalidSyntax, "this is not YAML: \(error)", at: .start)
        }
    }
}
