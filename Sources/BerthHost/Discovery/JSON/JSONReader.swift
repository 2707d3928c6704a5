import BerthModel

/// Reads JSON (RFC 8259) from a tool's output, with bounds on depth and size, since the tool is another program's word.
///
/// Berth's lower floors do without Foundation, and listings are read here only; docs/decisions/0016 says more.
struct JSONReader {
    /// Deeper than any listing, and shallow enough for any thread's stack.
    static let depthMax = 64
    /// A listing of 16 devices is 20 KB.
    static let bytesMax = 16 << 20

    private let bytes: [UInt8]
    private var position = 0

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// - Throws: `BerthError` `invalidSyntax`, with line and column as the field.
    static func read(_ text: String) throws(BerthError) -> JSONValue {
        var reader = JSONReader(text)
        guard reader.bytes.count <= bytesMax else {
            let size = Bytes(Int64(reader.bytes.count))
            throw BerthError(.invalidSyntax, "\(size) of JSON are more than the \(Bytes(Int64(bytesMax))) that are read")
        }
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == reader.bytes.count else { throw reader.error("text follows the end of the JSON value") }
        return value
    }

    private mutating func value(depth: Int) throws(BerthError) -> JSONValue {
        guard depth < JSONReader.depthMax else { throw error("JSON is nested deeper than \(JSONReader.depthMax) levels") }
        skipSpace()
        guard let byte = peek else { throw error("JSON ends in the middle") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(BerthError) -> JSONValue {
        position += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take("}") { return .object(members) }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw error("a member name in quotes is missing") }
            let name = try string()
            skipSpace()
            guard take(":") else { throw error("\":\" is missing after a member name") }
            members[name] = try value(depth: depth + 1)
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw error("\",\" or \"}\" is missing in an object") }
        }
    }

    private mutating func array(depth: Int) throws(BerthError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return .array(elements) }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return .array(elements) }
            guard take(",") else { throw error("\",\" or \"]\" is missing in an array") }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(BerthError) -> JSONValue {
        let expected = Array(word.description.utf8)
        guard bytes[position...].starts(with: expected) else { throw error("this is no JSON value") }
        position += expected.count
        return value
    }

    private mutating func number() throws(BerthError) -> JSONValue {
        let start = position
        while let byte = peek, JSONReader.isNumberByte(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard JSONReader.isNumber(bytes[start..<position]) else {
            position = start
            throw error("this is no JSON value")
        }
        if let integer = Int64(text) { return .integer(integer) }
        guard let real = Double(text), real.isFinite else { throw error("the number \(text.prefix(40)) is out of range") }
        return .real(real)
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "+-.eE".utf8.contains(byte)
        }
    }

    /// The grammar: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
    private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        func digits() -> Int {
            let run = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            rest = rest.dropFirst(run.count)
            return run.count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let leadingZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !(leadingZero && whole > 1) else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}

extension JSONReader {
    private mutating func string() throws(BerthError) -> String {
        position += 1
        var content: [UInt8] = []
        while let byte = peek {
            guard byte >= 0x20 else { throw error("a string holds a bare control character") }
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): content += Array(String(try escape()).utf8)
            default: content.append(byte)
            }
        }
        throw error("a string is not closed")
    }

    private mutating func escape() throws(BerthError) -> Character {
        guard let byte = peek else { throw error("a string is not closed") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return Character(try unicodeEscape())
        default: throw error("\"\\\(Unicode.Scalar(byte))\" is no JSON escape")
        }
    }

    /// `\uXXXX`, two of them for a character beyond the basic plane.
    private mutating func unicodeEscape() throws(BerthError) -> Unicode.Scalar {
        let high = try fourDigits()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xd800..<0xdc00).contains(high), take("\\"), take("u") else { throw error("half of a surrogate pair is missing") }
        let low = try fourDigits()
        guard (0xdc00..<0xe000).contains(low), let scalar = Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00)) else {
            throw error("half of a surrogate pair is missing")
        }
        return scalar
    }

    private mutating func fourDigits() throws(BerthError) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        let isHexadecimal = digits.allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
        guard digits.count == 4, isHexadecimal, let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw error("\\u wants four hexadecimal digits")
        }
        position += 4
        return value
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private func error(_ message: String) -> BerthError {
        let before = bytes[..<min(position, bytes.count)]
        let line = before.count { $0 == 0x0a } + 1
        let column = before.count - (before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0) + 1
        return BerthError(.invalidSyntax, message, field: "\(line):\(column)")
    }
}
