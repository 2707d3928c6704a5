import BerthModel

extension DocumentNode {
    func list(_ name: String) throws(DocumentFault) -> [DocumentNode] {
        guard case .list(let items) = content else {
            throw DocumentFault(.invalidSyntax, "\"\(name)\" must be a list, not \(described)", at: position)
        }
        return items
    }

    func texts(_ name: String) throws(DocumentFault) -> [String] {
        var texts: [String] = []
        for item in try list(name) { texts.append(try item.text(name)) }
        return texts
    }

    /// The entries of a map whose keys are names of the user's.
    func entries(_ name: String) throws(DocumentFault) -> [Entry] {
        guard case .mapping(let entries) = content else {
            throw DocumentFault(.invalidSyntax, "\"\(name)\" must be a map, not \(described)", at: position)
        }
        return entries
    }

    func textMap(_ name: String) throws(DocumentFault) -> [String: String] {
        var map: [String: String] = [:]
        for entry in try entries(name) { map[entry.key] = try entry.value.text(entry.key) }
        return map
    }

    /// Names with ranges: `h-[01-08],t-1`, or a list of such.
    func nodeNames(_ name: String, limit: Int = Limits.nodesMax) throws(DocumentFault) -> [NodeName] {
        var names: [NodeName] = []
        let items: [DocumentNode] = if case .list(let items) = content { items } else { [self] }
        for item in items {
            names += try item.parsed(name) { text throws(BerthError) in
                try NameRange.expand(text, limit: limit - names.count).map { expanded throws(BerthError) in try NodeName(expanded) }
            }
        }
        return names
    }

    /// A place, or a range of them that something is spread over.
    func placeNames(_ name: String) throws(DocumentFault) -> [PlaceName] {
        try parsed(name) { text throws(BerthError) in
            try NameRange.expand(text).map { place throws(BerthError) in try PlaceName(place) }
        }
    }

    /// A link domain, or a range of them.
    func linkNames(_ name: String) throws(DocumentFault) -> [LinkName] {
        try parsed(name) { text throws(BerthError) in
            try NameRange.expand(text).map { link throws(BerthError) in try LinkName(link) }
        }
    }
}

extension DocumentNode.Entry {
    /// The key as a checked name.
    func name<Tag>(_: Tag.Type = Tag.self) throws(DocumentFault) -> Name<Tag> {
        try parsedKey { text throws(BerthError) in try Name<Tag>(text) }
    }

    /// Anything that the model reads from a key.
    func parsedKey<Value>(_ parse: (String) throws(BerthError) -> Value) throws(DocumentFault) -> Value {
        do {
            return try parse(key)
        } catch {
            throw DocumentFault(error, at: keyPosition)
        }
    }
}
