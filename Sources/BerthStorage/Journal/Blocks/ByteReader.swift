import BerthModel

/// Reads what a `ByteWriter` wrote, and refuses whatever else the bytes may be.
struct ByteReader {
    private let bytes: [UInt8]
    private var offset: Int
    private let end: Int

    init(_ bytes: [UInt8]) { self.init(bytes, 0..<bytes.count) }

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { offset == end }

    static func fault(_ what: String) -> BerthError { BerthError(.stateCorrupt, what) }

    mutating func byte() throws(BerthError) -> UInt8 {
        guard offset < end else { throw ByteReader.fault("it ends too early") }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func number() throws(BerthError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try byte()
            // The tenth byte has room for one bit.
            guard shift < 63 || byte <= 1 else { throw ByteReader.fault("a number has more than 64 bits") }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    /// A number that is no more than `most`.
    mutating func number(upTo most: Int) throws(BerthError) -> Int {
        let number = try number()
        guard number <= UInt64(most) else { throw ByteReader.fault("\(number) stands where \(most) is the most") }
        return Int(number)
    }

    mutating func signed() throws(BerthError) -> Int64 {
        let number = try number()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    mutating func text() throws(BerthError) -> String {
        let range = try range()
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw ByteReader.fault("a text is not UTF-8") }
        return text
    }

    /// A part with its length before it, to be read by itself.
    mutating func part() throws(BerthError) -> ByteReader { ByteReader(bytes, try range()) }

    mutating func partBytes() throws(BerthError) -> [UInt8] { Array(bytes[try range()]) }

    func requireEnd() throws(BerthError) {
        guard isAtEnd else { throw ByteReader.fault("\(end - offset) bytes follow its end") }
    }

    private mutating func range() throws(BerthError) -> Range<Int> {
        let count = try number(upTo: Int.max)
        guard count <= end - offset else { throw ByteReader.fault("\(count) bytes are announced, and \(end - offset) follow") }
        defer { offset += count }
        return offset..<(offset + count)
    }
}
