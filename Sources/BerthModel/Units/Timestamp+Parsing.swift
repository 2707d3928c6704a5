extension Timestamp {
    /// Reads RFC 3339 (`2026-03-01T12:00:00Z`, `2026-03-01T12:00:00.5+02:00`), the same without a zone as local time, `2026-03-01`
    /// (its local midnight), `now`, `now+2h`, and a local time of day (`06:00`, `06:00:30`, `noon`, `midnight`): the next one.
    /// - Parameter reference: nil where nothing relative may stand.
    /// - Throws: `BerthError` with code `invalidQuantity`.
    public init(parsing text: String, at reference: TimeReference?) throws(BerthError) {
        func refuse(_ why: String) -> BerthError {
            BerthError(
                .invalidQuantity, "\"\(text.prefix(60))\" is not a time: \(why)",
                hint: "write it like \"2026-03-01T12:00:00Z\", \"now+2h\" or \"06:00\"")
        }
        guard (1...40).contains(text.utf8.count) else { throw refuse("it is empty or too long") }
        if let absolute = Timestamp.absolute(text) {
            self = absolute
            return
        }
        guard let reference else { throw refuse("it is not absolute") }
        if text.hasPrefix("now") {
            let rest = text.dropFirst(3)
            guard !rest.isEmpty else {
                self = reference.now
                return
            }
            guard rest.first == "+" else { throw refuse("after \"now\" comes \"+\" and a duration") }
            self = reference.now + (try Duration(parsing: Timestamp.withShortUnits(String(rest.dropFirst()))))
            return
        }
        if let day = Timestamp.date(text.prefix(10)), let time = Timestamp.clock(afterDateIn: text) {
            self = reference.moment(local: day * 86_400_000 + time)
            return
        }
        let words: [String: Int64] = ["midnight": 0, "noon": 43_200_000, "teatime": 57_600_000]
        guard let time = words[text] ?? Timestamp.clock(text[...]) else { throw refuse("it is not understood") }
        let local = reference.now.milliseconds + reference.zoneOffset(reference.now).milliseconds
        let midnight = local - Timestamp.remainder(local, 86_400_000)
        let today = reference.moment(local: midnight + time)
        self = today > reference.now ? today : reference.moment(local: midnight + 86_400_000 + time)
    }

    /// Reads the same of the past: `now-24h` too, and a time of day is the last one.
    /// - Throws: `BerthError` with code `invalidQuantity`.
    public init(pastParsing text: String, at reference: TimeReference) throws(BerthError) {
        if text.hasPrefix("now-") {
            let span = try Duration(parsing: Timestamp.withShortUnits(String(text.dropFirst(4))))
            self.init(milliseconds: max(0, reference.now.milliseconds - span.milliseconds))
            return
        }
        let moment = try Timestamp(parsing: text, at: reference)
        let isTimeOfDay = !text.hasPrefix("now") && Timestamp.date(text.prefix(10)) == nil
        self = isTimeOfDay ? Timestamp(milliseconds: moment.milliseconds - 86_400_000) : moment
    }

    /// RFC 3339 with its zone; nil for anything else.
    private static func absolute(_ text: String) -> Timestamp? {
        guard let day = date(text.prefix(10)), text.count > 11, "Tt ".contains(text[text.index(text.startIndex, offsetBy: 10)]) else {
            return nil
        }
        let rest = text.dropFirst(11)
        let offset: Int64
        let clockText: Substring
        if let last = rest.last, last == "Z" || last == "z" {
            (offset, clockText) = (0, rest.dropLast())
        } else if rest.count > 6, let sign = rest.suffix(6).first, sign == "+" || sign == "-" {
            guard let zone = clock(rest.suffix(5)), rest.suffix(5).count(where: { $0 == ":" }) == 1 else { return nil }
            (offset, clockText) = (sign == "+" ? zone : -zone, rest.dropLast(6))
        } else {
            return nil
        }
        guard let time = clock(clockText) else { return nil }
        return Timestamp(milliseconds: day * 86_400_000 + time - offset)
    }

    /// What follows `2026-03-01`: nothing, or `T` and a time of day.
    private static func clock(afterDateIn text: String) -> Int64? {
        let rest = text.dropFirst(10)
        guard let letter = rest.first else { return 0 }
        return "Tt ".contains(letter) ? clock(rest.dropFirst()) : nil
    }

    /// Milliseconds of `HH:MM`, `HH:MM:SS` or `HH:MM:SS.123456` since midnight.
    private static func clock(_ text: Substring) -> Int64? {
        let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fields = halves[0].split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(fields.count), fields.allSatisfy({ $0.utf8.count == 2 }), halves.count == 1 || fields.count == 3 else {
            return nil
        }
        let values = fields.compactMap { Digits.value($0, places: 2).map(Int64.init) }
        guard values.count == fields.count, values[0] < 24, values[1] < 60, values.count == 2 || values[2] < 60 else { return nil }
        var milliseconds = (values[0] * 3600 + values[1] * 60 + (values.count == 3 ? values[2] : 0)) * 1000
        if halves.count == 2 {
            guard Digits.value(halves[1], places: 9) != nil, let thousandths = Digits.value((halves[1] + "00").prefix(3), places: 3) else {
                return nil
            }
            milliseconds += Int64(thousandths)
        }
        return milliseconds
    }

    /// Days since 1970-01-01 of `2026-03-01`, 1970 to 9999; nil for a day that is none.
    private static func date(_ text: Substring) -> Int64? {
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count == 3, fields.map(\.utf8.count) == [4, 2, 2] else { return nil }
        let values = fields.compactMap { Digits.value($0, places: 4).map(Int64.init) }
        guard values.count == 3, values[0] >= 1970, (1...12).contains(values[1]), values[2] >= 1 else { return nil }
        let (year, month, day) = (values[0], values[1], values[2])
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[Int(month) - 1] else { return nil }
        // Years that begin in March, so that the leap day is their last one.
        let (marchYear, marchMonth) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        return marchYear * 365 + leapDays + (153 * marchMonth + 2) / 5 + day - 1 - 719_468
    }

    /// Slurm's `now+1hour` and `now+60` (seconds) in the words of durations.
    private static func withShortUnits(_ text: String) -> String {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units = ["": "s", "second": "s", "minute": "m", "hour": "h", "day": "d", "week": "w"]
        let word = text.dropFirst(digits.count)
        guard !digits.isEmpty, let unit = units[String(word.hasSuffix("s") && word.count > 1 ? word.dropLast() : word)] else { return text }
        return digits + unit
    }

    private static func remainder(_ value: Int64, _ divisor: Int64) -> Int64 { ((value % divisor) + divisor) % divisor }
}
