import BerthModel
import BerthSystem

/// Times of the API (RFC 3339 in UTC) for people.
enum Moment {
    static func now() -> Timestamp { Timestamp(milliseconds: SystemClock.wall()) }

    /// Reads `2026-03-01T12:00:00.000Z`; nil if it is something else.
    static func parse(_ text: String) -> Timestamp? {
        let fields = text.split(whereSeparator: { "-T:.Z".contains($0) }).map { $0.count <= 4 ? Int64($0) : nil }
        guard (6...7).contains(fields.count), text.hasSuffix("Z"), !fields.contains(nil) else { return nil }
        let values = fields.compactMap { $0 }
        guard (1...12).contains(values[1]), (1...31).contains(values[2]), values[3] < 24, values[4] < 60, values[5] <= 60 else { return nil }
        // Days since 1970-01-01 in the Gregorian calendar, the year starting in March.
        let year = values[0] - (values[1] <= 2 ? 1 : 0)
        let dayOfYear = (153 * (values[1] + (values[1] > 2 ? -3 : 9)) + 2) / 5 + values[2] - 1
        let days = year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
        let seconds = days * 86_400 + values[3] * 3600 + values[4] * 60 + values[5]
        return Timestamp(milliseconds: seconds * 1000 + (values.count == 7 ? values[6] : 0))
    }

    /// The time between two moments as it is printed; "-" where it has not begun.
    static func span(from start: String?, to end: String?, now: Timestamp) -> String {
        guard let start = start.flatMap(parse) else { return "-" }
        let end = end.flatMap(parse) ?? now
        return Duration.milliseconds(max(0, (end - start).milliseconds) / 1000 * 1000).short
    }

    /// `2026-03-01 12:00:00 UTC`.
    static func plain(_ text: String?) -> String {
        guard let text, text.count >= 19 else { return "-" }
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }
}
