import BerthModel

/// Makes one tree of the trees of several files.
struct PolicyMerge {
    private let document: Document
    private let forms: [String: PolicyForm]

    init(_ document: Document) {
        self.document = document
        forms = Dictionary(PolicyKeys.root().fields.map { ($0.key.name, $0.key.form) }, uniquingKeysWith: { first, _ in first })
    }

    /// Maps from names, and lists, are joined; anything else stands in one file.
    func root(of roots: [DocumentNode]) throws(DocumentFault) -> DocumentNode {
        var merged: [DocumentNode.Entry] = []
        for root in roots {
            for entry in try FieldReader(root, keys: nil, in: "a policy file").entries {
                guard let index = merged.firstIndex(where: { $0.key == entry.key }) else {
                    merged.append(entry)
                    continue
                }
                // Each file names the version it is written for.
                if entry.key == "schema" {
                    try FieldReader(root, keys: nil, in: "a policy file").checkSchema()
                    continue
                }
                merged[index].value = try join(merged[index], entry)
            }
        }
        return DocumentNode(content: .mapping(merged), position: roots[0].position)
    }

    private func join(_ first: DocumentNode.Entry, _ second: DocumentNode.Entry) throws(DocumentFault) -> DocumentNode {
        switch (forms[first.key], first.value.content, second.value.content) {
        case (_, _, .nothing): return first.value
        case (_, .nothing, _): return second.value
        case (.table?, .mapping(let old), .mapping(let new)):
            let places = Dictionary(old.map { ($0.key, $0.keyPosition) }, uniquingKeysWith: { first, _ in first })
            for entry in new {
                if let place = places[entry.key] { throw twice("\(first.key).\(entry.key)", entry.keyPosition, place) }
            }
            return DocumentNode(content: .mapping(old + new), position: first.value.position)
        case (.list?, .list(let old), .list(let new)):
            return DocumentNode(content: .list(old + new), position: first.value.position)
        case (.table?, .mapping, _): return second.value
        case (.table?, _, _), (.list?, _, _): return first.value
        default: throw twice("\"\(first.key.prefix(80))\"", second.keyPosition, first.keyPosition)
        }
    }

    private func twice(_ what: String, _ place: DocumentPosition, _ before: DocumentPosition) -> DocumentFault {
        DocumentFault(.invalidPolicy, "\(what) is given twice: here, and at \(document.place(before))", at: place)
    }
}
