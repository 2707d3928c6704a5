extension Duration {
    /// Reads Slurm's `2-04:00:00`, `04:00:00`, `30:00` (minutes:seconds) and unit texts such as `90s`, `30m`, `2h`, `1h30m`, `7d`.
    /// A bare number is refused: in Slurm it means minutes, elsewhere seconds.
    /// - Throws: `BerthError` with code `invalidQuantity`.
    public init(parsing text: String) throws(BerthError) {
        func refuse(_ why: String) -> BerthError {
            BerthError(
                .invalidQuantity, "\"\(text)\" is not a duration: \(why); write it like \"90s\", \"30m\", \"2h\", \"7d\" or \"2-04:00:00\"")
        }
        let compact = text.filter { $0 != " " }
        guard !compact.isEmpty, compact.utf8.count <= 32 else { throw refuse("it is empty or too long") }
        let milliseconds: Int64?
        if compact.contains(":") || compact.contains("-") {
            milliseconds = Duration.clockMilliseconds(compact)
        } else {
            guard !compact.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                throw refuse("it has no unit (\"\(compact)m\" is minutes, \"\(compact)s\" is seconds)")
            }
            milliseconds = Duration.unitMilliseconds(compact)
        }
        guard let milliseconds else { throw refuse("it is not understood") }
        guard milliseconds <= Limits.durationMaxMilliseconds else { throw refuse("it is longer than 10 years") }
        self = .milliseconds(milliseconds)
    }

    /// `[D-]H:MM:SS`, `D-H`, `D-H:MM` or `M:SS`; nil if malformed.
    private static func clockMilliseconds(_ text: String) -> Int64? {
        let dayParts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard dayParts.count <= 2 else { return nil }
        let fields = dayParts[dayParts.count - 1].split(separator: ":", omittingEmptySubsequences: false)
        let values = fields.compactMap { Digits.value($0, places: 6).map(Int64.init) }
        guard let days = dayParts.count == 2 ? Digits.value(dayParts[0], places: 5).map(Int64.init) : 0, values.count == fields.count else {
            return nil
        }
        let sizes: [Int64]
        switch (dayParts.count, values.count) {
        case (2, 1...3): sizes = [3600, 60, 1]
        case (1, 3): sizes = [3600, 60, 1]
        case (1, 2): sizes = [60, 1]
        default: return nil
        }
        return (days * 86400 + zip(values, sizes).reduce(0) { $0 + $1.0 * $1.1 }) * 1000
    }

    /// A run of `NUMBER UNIT` pairs such as `1h30m`; nil if malformed.
    private static func unitMilliseconds(_ text: String) -> Int64? {
        let sizes: [Substring: Int64] = ["ms": 1, "s": 1000, "m": 60_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000]
        var total: Int64 = 0
        var rest = text[...]
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && $0.isNumber }
            let unit = rest.dropFirst(number.count).prefix { $0.isASCII && $0.isLetter }
            guard !number.isEmpty, number.count <= 12, let value = Int64(number), let size = sizes[unit] else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: size)
            guard !overflow else { return nil }
            let sum = total.addingReportingOverflow(product)
            guard !sum.overflow else { return nil }
            total = sum.partialValue
            rest = rest.dropFirst(number.count + unit.count)
        }
        return total
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    public var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }

    /// Whole seconds, rounded towards zero.
    public var seconds: Int64 { components.seconds }

    /// The one form in which durations are printed: `45s`, `2m30s`, `6h`, `3d02h`.
    public var short: String {
        let total = seconds
        guard total >= 60 else { return milliseconds % 1000 == 0 || total > 0 ? "\(total)s" : "\(milliseconds)ms" }
        let (days, hours, minutes, rest) = (total / 86400, total / 3600 % 24, total / 60 % 60, total % 60)
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        if days > 0 { return hours == 0 ? "\(days)d" : "\(days)d\(two(hours))h" }
        if hours > 0 { return minutes == 0 ? "\(hours)h" : "\(hours)h\(two(minutes))m" }
        return rest == 0 ? "\(minutes)m" : "\(minutes)m\(two(rest))s"
    }
}
