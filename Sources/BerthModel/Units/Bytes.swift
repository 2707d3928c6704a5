/// An amount of memory in bytes, never negative.
public struct Bytes: Hashable, Sendable {
    public var count: Int64

    public init(_ count: Int64) {
        precondition(count >= 0, "a memory size cannot be negative: \(count)")
        self.count = count
    }

    public static let zero = Bytes(0)
    public static func mebibytes(_ count: Int) -> Bytes { Bytes(Int64(count) << 20) }
    public static func gibibytes(_ count: Int) -> Bytes { Bytes(Int64(count) << 30) }

    /// Whole MiB, rounded up: what a claim takes.
    public var mebibytesRoundedUp: Int { Int(count >> 20) + (count % (1 << 20) > 0 ? 1 : 0) }

    /// Whole MiB, rounded down: what a node offers.
    public var mebibytesRoundedDown: Int { Int(count >> 20) }
}

extension Bytes: Comparable, AdditiveArithmetic {
    public static func < (left: Bytes, right: Bytes) -> Bool { left.count < right.count }
    public static func + (left: Bytes, right: Bytes) -> Bytes { Bytes(left.count + right.count) }
    public static func - (left: Bytes, right: Bytes) -> Bytes { Bytes(left.count - right.count) }
}

extension Bytes: Codable {
    /// Encoded as one integer of bytes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let count = try container.decode(Int64.self)
        guard count >= 0 else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "negative memory size \(count)") }
        self.init(count)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }
}

extension Bytes: CustomStringConvertible {
    public var description: String {
        for (unit, shift) in [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)] as [(String, Int64)] where count >= 1 << shift {
            return "\(Decimal.text(count, per: 1 << shift, places: 1)) \(unit)"
        }
        return "\(count) B"
    }
}

extension Bytes {
    /// In the largest unit that divides it, `20 GiB` or `1500 MiB`: reading it back loses nothing.
    public var exact: String {
        for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] as [(String, Int64)] where count.isMultiple(of: 1 << shift) {
            return "\(count >> shift) \(unit)"
        }
        return "\(count) B"
    }

    /// Reads `64 GiB`, `36Gi`, `1024 MiB` or `2 TB`. A bare number is refused: its unit would be a guess.
    /// - Throws: `BerthError` with code `invalidQuantity`.
    public init(parsing text: String) throws(BerthError) {
        let units: [String: Int64] = [
            "B": 1, "KiB": 1 << 10, "Ki": 1 << 10, "MiB": 1 << 20, "Mi": 1 << 20, "GiB": 1 << 30, "Gi": 1 << 30,
            "TiB": 1 << 40, "Ti": 1 << 40, "kB": 1000, "MB": 1_000_000, "GB": 1_000_000_000, "TB": 1_000_000_000_000,
        ]
        self.init(try Quantity.parse(text, units: units, what: "memory size", example: "64 GiB"))
    }
}
