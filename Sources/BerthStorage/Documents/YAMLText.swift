/// Writes YAML that `Document.yaml` reads back to the same values: maps by indentation, everything below in one line.
struct YAMLText {
    private(set) var text = ""

    mutating func put(_ key: String, _ value: String) { text += "\(YAMLText.scalar(key)): \(value)\n" }

    /// A text over several lines, as a literal block where that keeps every character.
    mutating func putBlock(_ key: String, _ value: String) {
        let isPlain =
            value.hasSuffix("\n") && !value.hasPrefix(" ") && !value.hasSuffix("\n\n")
            && value.unicodeScalars.allSatisfy {
                $0 == "\n" || $0 == "\t" || ($0.value >= 0x20 && $0.value < 0x7F)
                    || ($0.value >= 0xA0 && $0.value < 0xD800 && $0.value != 0x2028 && $0.value != 0x2029)
            }
        guard isPlain, let first = value.first, first != "\n", first != "\t" else { return put(key, YAMLText.quoted(value)) }
        text += "\(YAMLText.scalar(key)): |\n"
        for line in value.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            text += line.isEmpty ? "\n" : "  \(line)\n"
        }
    }

    static func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }

    static func map(_ entries: [(String, String)]) -> String { "{" + entries.map { "\(scalar($0)): \($1)" }.joined(separator: ", ") + "}" }

    /// Without quotes where the text can be nothing else.
    static func scalar(_ text: String) -> String {
        let isSafe = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "._/-%+=".utf8.contains(byte)
            }
        }
        let isWord = ["", "~", "null", "Null", "NULL", "true", "false", "---", "..."].contains(text)
        return isSafe && !isWord && text.first != "-" && text.first != "%" && text.first != "=" ? text : quoted(text)
    }

    /// In double quotes, as YAML and JSON both read it.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default:
                if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
                    || [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value)
                {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
