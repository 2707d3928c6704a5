/// Processor cores, counted in eighths of a core.
///
/// A core is a physical core with all its hardware threads. A share of a core lets small jobs live on one core together;
/// whole cores are never shared. So a request is either below one core, or whole.
public struct CoreShare: Hashable, Sendable {
    /// Eighths of a core.
    public var eighths: Int

    public init(eighths: Int) {
        precondition(eighths >= 0, "a core share cannot be negative: \(eighths) eighths")
        self.eighths = eighths
    }

    public static func cores(_ count: Int) -> CoreShare { CoreShare(eighths: count * eighthsPerCore) }

    public static let zero = CoreShare(eighths: 0)
    public static let eighthsPerCore = 8

    /// Whole cores, when this is a whole number of them.
    public var wholeCores: Int? { eighths.isMultiple(of: CoreShare.eighthsPerCore) ? eighths / CoreShare.eighthsPerCore : nil }

    /// Whether a job may ask for this: some part of one core, or whole cores.
    public var isRequestable: Bool { eighths > 0 && (eighths < CoreShare.eighthsPerCore || wholeCores != nil) }
}

extension CoreShare: Comparable, AdditiveArithmetic {
    public static func < (left: CoreShare, right: CoreShare) -> Bool { left.eighths < right.eighths }
    public static func + (left: CoreShare, right: CoreShare) -> CoreShare { CoreShare(eighths: left.eighths + right.eighths) }
    public static func - (left: CoreShare, right: CoreShare) -> CoreShare { CoreShare(eighths: left.eighths - right.eighths) }
}

extension CoreShare: Codable {
    /// Encoded as one integer of eighths.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let eighths = try container.decode(Int.self)
        guard eighths >= 0 else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "negative core share \(eighths)")
        }
        self.init(eighths: eighths)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(eighths)
    }
}

extension CoreShare: CustomStringConvertible {
    public var description: String { Decimal.text(Int64(eighths), per: Int64(CoreShare.eighthsPerCore), places: 3) }
}

extension CoreShare {
    /// Reads `8`, `1` or `0.25`; a part of a core is rounded up to the next eighth.
    /// - Throws: `BerthError` with code `invalidQuantity`, also for parts above one core (`1.5`).
    public init(parsing text: String) throws(BerthError) {
        func refuse(_ why: String) -> BerthError {
            BerthError(
                .invalidQuantity,
                "\"\(text)\" is not a number of cores: \(why); ask for whole cores (\"8\") or for a part of one (\"0.25\")")
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Digits.value(parts[0], places: 9), whole <= Limits.coresPerJobMax else {
            throw refuse("it must be between 0.125 and \(Limits.coresPerJobMax)")
        }
        var thousandths = 0
        if parts.count == 2 {
            guard let digits = Digits.value(parts[1], places: 3) else { throw refuse("after the point stand one to three digits") }
            thousandths = digits * [100, 10, 1][parts[1].utf8.count - 1]
        }
        guard whole == 0 || thousandths == 0 else { throw refuse("above one core only whole cores are given") }
        guard whole > 0 || thousandths > 0 else { throw refuse("it is zero") }
        self.init(eighths: whole * CoreShare.eighthsPerCore + (thousandths * CoreShare.eighthsPerCore + 999) / 1000)
    }
}
