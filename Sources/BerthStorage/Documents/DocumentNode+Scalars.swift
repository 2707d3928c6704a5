import BerthModel

extension DocumentNode {
    private func wrongType(_ name: String, _ wanted: String) -> DocumentFault {
        DocumentFault(.invalidSyntax, "\"\(name)\" must be \(wanted), not \(described)", at: position)
    }

    /// The text as written, with or without quotes.
    func text(_ name: String) throws(DocumentFault) -> String {
        guard case .scalar(let text, _) = content else { throw wrongType(name, "text") }
        return text
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(DocumentFault) -> Int {
        guard case .scalar(let text, isQuoted: false) = content, let value = Int(text) else { throw wrongType(name, "a whole number") }
        guard range.contains(value) else {
            let bound = range.upperBound == Int.max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
            throw DocumentFault(.invalidQuantity, "\"\(name)\" must be \(bound), not \(value)", at: position)
        }
        return value
    }

    func boolean(_ name: String) throws(DocumentFault) -> Bool {
        switch content {
        case .scalar("true", isQuoted: false): return true
        case .scalar("false", isQuoted: false): return false
        default: throw wrongType(name, "true or false")
        }
    }

    /// One of the words of an enumeration.
    func word<Word: RawRepresentable & CaseIterable>(_ name: String, _: Word.Type = Word.self) throws(DocumentFault) -> Word
    where Word.RawValue == String {
        let text = try text(name)
        if let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue)
        let hint = Spelling.nearest(to: text, among: known).map { "did you mean \"\($0)\"?" }
        throw DocumentFault(
            .invalidSyntax, "\"\(name)\" must be \(known.joined(separator: ", ")), not \(described)", at: position, hint: hint)
    }

    /// Anything that the model reads from a text.
    func parsed<Value>(_ name: String, _ parse: (String) throws(BerthError) -> Value) throws(DocumentFault) -> Value {
        let text = try text(name)
        do {
            return try parse(text)
        } catch {
            throw DocumentFault(error, at: position)
        }
    }

    func name<Tag>(_ key: String, _: Tag.Type = Tag.self) throws(DocumentFault) -> Name<Tag> {
        try parsed(key) { text throws(BerthError) in try Name<Tag>(text) }
    }

    func watts(_ name: String) throws(DocumentFault) -> Watts {
        try parsed(name) { text throws(BerthError) in try Watts(parsing: text) }
    }

    /// Watts of a machine or a feed: zero would be a slip.
    func positiveWatts(_ name: String) throws(DocumentFault) -> Watts {
        let watts = try watts(name)
        guard watts > .zero else { throw DocumentFault(.invalidQuantity, "\"\(name)\" must be above zero, not \(watts)", at: position) }
        return watts
    }

    func duration(_ name: String) throws(DocumentFault) -> Duration {
        try parsed(name) { text throws(BerthError) in try Duration(parsing: text) }
    }

    func bytes(_ name: String) throws(DocumentFault) -> Bytes {
        let bytes = try parsed(name) { text throws(BerthError) in try Bytes(parsing: text) }
        guard bytes > .zero else { throw DocumentFault(.invalidQuantity, "\"\(name)\" must be above zero, not \(bytes)", at: position) }
        return bytes
    }
}
