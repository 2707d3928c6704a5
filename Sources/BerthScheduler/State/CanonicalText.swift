import BerthModel

/// Builds the canonical dump: lines of `KEY VALUE` pairs. Free text is quoted, so that no text can look like another fact.
struct CanonicalText {
    private(set) var text = ""

    mutating func line(_ word: String, _ value: String = "") {
        if !text.isEmpty { text += "\n" }
        text += word
        if !value.isEmpty { text += " " + value }
    }

    mutating func put(_ key: String, _ value: Int?) { pair(key, value.map(String.init)) }
    mutating func put(_ key: String, _ moment: Timestamp?) { pair(key, moment.map { String($0.milliseconds) }) }
    mutating func put(_ key: String, _ duration: Duration?) { pair(key, duration.map { String($0.milliseconds) }) }

    /// Words of a closed list, numbers and checked names: nothing that needs quotes.
    mutating func put(word key: String, _ value: String?) { pair(key, value) }

    mutating func put(quoted key: String, _ value: String?) { pair(key, value.map(CanonicalText.quote)) }

    private mutating func pair(_ key: String, _ value: String?) {
        text += " "
        text += key
        text += " "
        text += value ?? "-"
    }

    static func quote(_ text: String) -> String {
        let special: (UInt8) -> Bool = { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\n") }
        guard text.utf8.contains(where: special) else { return "\"\(text)\"" }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
