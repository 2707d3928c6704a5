/// JSON as block-style YAML.
enum YAMLWriter {
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .list(let items) where !items.isEmpty: lines(of: items, indent: 0)
        case .object(let entries) where !entries.isEmpty: lines(of: entries, indent: 0)
        default: scalar(value) + "\n"
        }
    }

    private static func lines(of entries: [String: JSONValue], indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        return entries.sorted { $0.key < $1.key }.map { key, value in
            switch value {
            case .list(let items) where !items.isEmpty: "\(margin)\(word(key)):\n" + lines(of: items, indent: indent)
            case .object(let inner) where !inner.isEmpty: "\(margin)\(word(key)):\n" + lines(of: inner, indent: indent + 2)
            default: "\(margin)\(word(key)): \(scalar(value))\n"
            }
        }.joined()
    }

    private static func lines(of items: [JSONValue], indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        return items.map { item in
            let nested: String
            switch item {
            case .list(let items) where !items.isEmpty: nested = lines(of: items, indent: indent + 2)
            case .object(let entries) where !entries.isEmpty: nested = lines(of: entries, indent: indent + 2)
            default: return "\(margin)- \(scalar(item))\n"
            }
            return "\(margin)- " + nested.dropFirst(indent + 2)
        }.joined()
    }

    private static func scalar(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let text): word(text)
        case .list: "[]"
        case .object: "{}"
        }
    }

    /// Plain where no reader can take it for something else, else in double quotes.
    private static func word(_ text: String) -> String {
        let isPlain =
            text.first.map { $0.isASCII && $0.isLetter || $0 == "/" } ?? false
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"): true
                default: false
                }
            } && !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
        guard !isPlain else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\u{0}"..."\u{1f}", "\u{7f}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\x" + (digits.count == 1 ? "0" + digits : digits)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
