import BerthModel

/// A strict JSON reader (RFC 8259) that keeps the place of every value and refuses what the RFC leaves open: keys that stand twice,
/// nesting beyond `depthMax`, text that is not UTF-8.
///
/// The library's decoder gives no places, and a batch of thousands of jobs passes here: a job takes a few microseconds.
struct JSONReader {
    /// No file of ours is deeper than six; recursion stays shallow whatever comes in.
    static let depthMax = 32

    private let bytes: [UInt8]
    private let end: Int
    private var offset = 0
    private var line = 1
    private var lineStart = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        end = bytes.count
    }

    /// - Parameter bytes: one whole JSON value, white space around it.
    static func read(_ bytes: [UInt8]) throws(DocumentFault) -> DocumentNode {
        var reader = JSONReader(bytes)
        let root = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.offset == reader.end else { throw reader.fault("more text after its end") }
        return root
    }

    private var position: DocumentPosition { DocumentPosition(line: line, column: offset - lineStart + 1) }

    private func fault(_ why: String) -> DocumentFault { DocumentFault(.invalidSyntax, "this is not JSON: \(why)", at: position) }

    private mutating func skipSpace() {
        while offset < end {
            switch bytes[offset] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
            case UInt8(ascii: "\n"):
                offset += 1
                line += 1
                lineStart = offset
            default: return
            }
        }
    }

    private mutating func value(depth: Int) throws(DocumentFault) -> DocumentNode {
        skipSpace()
        guard offset < end else { throw fault("it ends where a value is expected") }
        guard depth <= JSONReader.depthMax else { throw fault("it is nested more than \(JSONReader.depthMax) levels deep") }
        let start = position
        switch bytes[offset] {
        case UInt8(ascii: "{"): return DocumentNode(content: .mapping(try entries(depth: depth)), position: start)
        case UInt8(ascii: "["): return DocumentNode(content: .list(try items(depth: depth)), position: start)
        case UInt8(ascii: "\""): return DocumentNode(content: .scalar(try text(), isQuoted: true), position: start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return DocumentNode(content: .scalar(try number(), isQuoted: false), position: start)
        case UInt8(ascii: "a")...UInt8(ascii: "z"):
            let first = offset
            while offset < end, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[offset]) { offset += 1 }
            switch String(decoding: bytes[first..<offset], as: UTF8.self) {
            case "null": return DocumentNode(content: .nothing, position: start)
            case "true": return DocumentNode(content: .scalar("true", isQuoted: false), position: start)
            case "false": return DocumentNode(content: .scalar("false", isQuoted: false), position: start)
            case let word:
                offset = first
                throw fault("\"\(word.prefix(40))\" is not a value")
            }
        default: throw fault("a value is expected")
        }
    }

    private mutating func entries(depth: Int) throws(DocumentFault) -> [DocumentNode.Entry] {
        offset += 1
        var entries: [DocumentNode.Entry] = []
        // Few keys are compared one by one; a map with many gets a set, or it would take time quadratic in its size.
        var keys: Set<String> = []
        skipSpace()
        if try takes("}") { return entries }
        while true {
            skipSpace()
            guard offset < end, bytes[offset] == UInt8(ascii: "\"") else { throw fault("a key in double quotes is expected") }
            let keyPosition = position
            let key = try text()
            let isTwice = entries.count < 16 ? entries.contains { $0.key == key } : keys.contains(key)
            guard !isTwice else { throw DocumentFault(.invalidSyntax, "key \"\(key.prefix(80))\" is given twice", at: keyPosition) }
            if entries.count == 15 { keys.formUnion(entries.map(\.key)) }
            if entries.count >= 15 { keys.insert(key) }
            skipSpace()
            guard try takes(":") else { throw fault("a colon is expected after a key") }
            entries.append(DocumentNode.Entry(key: key, keyPosition: keyPosition, value: try value(depth: depth + 1)))
            skipSpace()
            if try takes(",") { continue }
            guard try takes("}") else { throw fault("a comma or a closing brace is expected") }
            return entries
        }
    }

    private mutating func items(depth: Int) throws(DocumentFault) -> [DocumentNode] {
        offset += 1
        var items: [DocumentNode] = []
        skipSpace()
        if try takes("]") { return items }
        while true {
            items.append(try value(depth: depth + 1))
            skipSpace()
            if try takes(",") { continue }
            guard try takes("]") else { throw fault("a comma or a closing bracket is expected") }
            return items
        }
    }

    private mutating func takes(_ character: Unicode.Scalar) throws(DocumentFault) -> Bool {
        guard offset < end else { throw fault("it ends too early") }
        guard bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    /// A number, kept as its text: `-? int frac? exp?`.
    private mutating func number() throws(DocumentFault) -> String {
        let first = offset
        func isDigit(_ index: Int) -> Bool { index < end && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) }
        func skipDigits() { while isDigit(offset) { offset += 1 } }
        if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        guard isDigit(offset) else { throw fault("a digit is expected") }
        if bytes[offset] == UInt8(ascii: "0"), isDigit(offset + 1) { throw fault("a number does not start with 0") }
        skipDigits()
        if offset < end, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            guard isDigit(offset) else { throw fault("a digit is expected after the point") }
            skipDigits()
        }
        if offset < end, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < end, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") { offset += 1 }
            guard isDigit(offset) else { throw fault("a digit is expected in the exponent") }
            skipDigits()
        }
        return String(decoding: bytes[first..<offset], as: UTF8.self)
    }
}

extension JSONReader {
    /// A text in double quotes; `offset` stands on the first quote.
    private mutating func text() throws(DocumentFault) -> String {
        offset += 1
        let first = offset
        while offset < end {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                guard let text = String(validating: bytes[first..<offset], as: UTF8.self) else { throw fault("the text is not UTF-8") }
                offset += 1
                return text
            case UInt8(ascii: "\\"): return try escapedText(from: first)
            case 0..<0x20: throw fault("a control character stands in a text; write it as an escape")
            default: offset += 1
            }
        }
        throw fault("a text is not closed")
    }

    /// The slow way, from the first backslash on.
    private mutating func escapedText(from first: Int) throws(DocumentFault) -> String {
        var plain = Array(bytes[first..<offset])
        while offset < end {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: plain, as: UTF8.self) else { throw fault("the text is not UTF-8") }
                offset += 1
                return text
            case UInt8(ascii: "\\"):
                offset += 1
                plain.append(contentsOf: Array(String(try escape()).utf8))
            case 0..<0x20: throw fault("a control character stands in a text; write it as an escape")
            default:
                plain.append(byte)
                offset += 1
            }
        }
        throw fault("a text is not closed")
    }

    /// What follows a backslash; surrogate pairs become one scalar.
    private mutating func escape() throws(DocumentFault) -> Unicode.Scalar {
        guard offset < end else { throw fault("a text is not closed") }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw fault("an unknown escape")
        }
        let high = try hexadecimal()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800..<0xDC00).contains(high), offset + 1 < end, bytes[offset] == UInt8(ascii: "\\"),
            bytes[offset + 1] == UInt8(ascii: "u")
        else {
            throw fault("half a surrogate pair")
        }
        offset += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low), let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)) else {
            throw fault("half a surrogate pair")
        }
        return scalar
    }

    private mutating func hexadecimal() throws(DocumentFault) -> UInt32 {
        let digits = String(decoding: bytes[offset..<min(offset + 4, end)], as: UTF8.self)
        guard digits.count == 4, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else {
            throw fault("four hexadecimal digits are expected after \\u")
        }
        offset += 4
        return value
    }
}
