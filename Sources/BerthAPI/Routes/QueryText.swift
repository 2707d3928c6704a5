/// Builds the part of a URL after `?`, with everything but unreserved characters escaped (RFC 3986, section 2.3).
struct QueryText {
    private var items: [String] = []

    mutating func add(_ key: String, _ value: String?) {
        guard let value else { return }
        items.append("\(key)=\(QueryText.escape(value))")
    }

    /// Empty without items, else `?a=b&c=d`.
    var text: String { items.isEmpty ? "" : "?" + items.joined(separator: "&") }

    static func escape(_ value: String) -> String {
        var text = ""
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return text
    }
}
