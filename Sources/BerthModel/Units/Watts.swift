/// Electrical power, held in whole milliwatts.
///
/// Integers keep sums exact: a budget compared with a sum of reservations never drifts, whatever the order of additions.
/// The range is that of `Int64` (9.2 PW), so sums over any real site cannot overflow; arithmetic traps if one ever did.
public struct Watts: Hashable, Sendable {
    public var milliwatts: Int64

    public init(milliwatts: Int64) { self.milliwatts = milliwatts }

    /// Whole watts.
    public init(_ watts: Int) { self.milliwatts = Int64(watts) * 1000 }

    public static let zero = Watts(milliwatts: 0)

    /// Whole watts, rounded up: how a reserved figure is shown, so that it is never understated.
    public var roundedUp: Int { Int(milliwatts / 1000) + (milliwatts % 1000 > 0 ? 1 : 0) }

    /// Whole watts, rounded down: how a budget or headroom is shown, so that it is never overstated.
    public var roundedDown: Int { Int(milliwatts / 1000) - (milliwatts % 1000 < 0 ? 1 : 0) }
}

extension Watts: Comparable, AdditiveArithmetic {
    public static func < (left: Watts, right: Watts) -> Bool { left.milliwatts < right.milliwatts }
    public static func + (left: Watts, right: Watts) -> Watts { Watts(milliwatts: left.milliwatts + right.milliwatts) }
    public static func - (left: Watts, right: Watts) -> Watts { Watts(milliwatts: left.milliwatts - right.milliwatts) }
    public static func * (left: Watts, count: Int) -> Watts { Watts(milliwatts: left.milliwatts * Int64(count)) }
}

extension Watts: Codable {
    /// Encoded as one integer of milliwatts.
    public init(from decoder: any Decoder) throws {
        self.init(milliwatts: try decoder.singleValueContainer().decode(Int64.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliwatts)
    }
}

extension Watts: CustomStringConvertible {
    /// Three significant places in the largest unit that keeps a whole part: `850 W`, `9.6 kW`, `1.2 MW`, `1.3 GW`.
    public var description: String {
        let magnitude = milliwatts.magnitude
        for (unit, size) in [("GW", 1_000_000_000_000), ("MW", 1_000_000_000), ("kW", 1_000_000)] as [(String, UInt64)]
        where magnitude >= size {
            return "\(Decimal.text(milliwatts, per: Int64(size), places: 3)) \(unit)"
        }
        return "\(Decimal.text(milliwatts, per: 1000, places: 1)) W"
    }
}

extension Watts {
    /// Reads `850 W`, `9.6kW`, `1.2 MW` or `1.3 GW`. A bare number is refused: its unit would be a guess.
    /// - Throws: `BerthError` with code `invalidQuantity`.
    public init(parsing text: String) throws(BerthError) {
        let units: [String: Int64] = ["mW": 1, "W": 1000, "kW": 1_000_000, "MW": 1_000_000_000, "GW": 1_000_000_000_000]
        let value = try Quantity.parse(text, units: units, what: "power", example: "1.2 MW")
        guard value <= Limits.wattsMax.milliwatts else {
            throw BerthError(.invalidQuantity, "\"\(text)\" is more than \(Limits.wattsMax): more than any site can draw")
        }
        self.init(milliwatts: value)
    }
}
