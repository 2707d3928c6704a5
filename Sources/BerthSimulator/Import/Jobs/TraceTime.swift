import BerthModel

/// The moments and spans of traces, as programs write them.
enum TraceTime {
    /// Reads `2017-10-09 07:01:55`, with `T` for the space, up to nine decimals (cut to milliseconds) and a `Z`. Without a zone it is UTC.
    /// - Returns: nil for what is no moment, such as the 31st of June.
    static func moment(_ text: some StringProtocol) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T")
        else { return nil }
        guard let year = digits(bytes[0..<4]), let month = digits(bytes[5..<7]), let day = digits(bytes[8..<10]),
            let hour = digits(bytes[11..<13]), let minute = digits(bytes[14..<16]), let second = digits(bytes[17..<19]),
            (1...12).contains(month), day >= 1, day <= days(of: month, year), hour < 24, minute < 60, second < 60,
            let milliseconds = fraction(bytes[19...])
        else { return nil }
        let seconds = ((dayNumber(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
        return Timestamp(milliseconds: Int64(seconds * 1000 + milliseconds))
    }

    /// Reads seconds with or without decimals, `66.0`, to the next millisecond; negative ones too.
    /// - Returns: nil for what is no number, and beyond ten years.
    static func span(_ text: some StringProtocol) -> Duration? {
        guard let seconds = Double(text), seconds.isFinite, abs(seconds) * 1000 <= Double(Limits.durationMaxMilliseconds) else {
            return nil
        }
        return .milliseconds(Int64((seconds * 1000).rounded()))
    }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// Milliseconds of `.6805900`, `.68Z`, `Z` or nothing.
    private static func fraction(_ bytes: ArraySlice<UInt8>) -> Int? {
        var bytes = bytes
        if bytes.last == UInt8(ascii: "Z") { bytes = bytes.dropLast() }
        if bytes.isEmpty { return 0 }
        let decimals = bytes.dropFirst()
        guard bytes.first == UInt8(ascii: "."), (1...9).contains(decimals.count), let value = digits(decimals.prefix(3)),
            digits(decimals) != nil
        else { return nil }
        return value * [100, 10, 1][min(decimals.count, 3) - 1]
    }

    private static func days(of month: Int, _ year: Int) -> Int {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days since 1970-01-01 of a date from year 0 on (eras of 400 years, the year starting in March).
    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
