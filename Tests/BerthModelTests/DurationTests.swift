import BerthModel
import Testing
import TestSupport

@Suite("Durations")
struct DurationTests {
    @Test(
        "durations are read with units and in Slurm's forms",
        arguments: [
            ("90s", 90), ("30m", 1800), ("30min", 1800), ("2h", 7200), ("1h30m", 5400), ("7d", 604_800), ("2w", 1_209_600),
            ("1 h 30 m", 5400),
            ("30:00", 1800), ("04:00:00", 14_400), ("2-04:00:00", 187_200), ("1-0", 86_400), ("1-12", 129_600), ("1-12:30", 131_400),
            ("0:30", 30),
            ("0s", 0),
        ] as [(String, Int64)])
    func reads(text: String, seconds: Int64) throws {
        #expect(try Duration(parsing: text) == .seconds(seconds))
    }

    @Test("milliseconds are kept")
    func milliseconds() throws {
        #expect(try Duration(parsing: "250ms").milliseconds == 250)
        #expect(try Duration(parsing: "1s500ms").milliseconds == 1500)
    }

    @Test(
        "a bare number, a sign, an unknown unit or more than ten years is refused",
        arguments: [
            "", "90", "-5s", "+5:00", "5x", "h", "1h-2m", "1:2:3:4", "2-", "-2:00", "1-2-3", ":30", "30:", "11000d", "99999999999999h",
            "1.5h", "1h2",
            "000000000000000000000000000000001s", "99999-999999:999999:999999",
        ])
    func refuses(text: String) {
        #expect(refusal { _ = try Duration(parsing: text) } == .invalidQuantity)
    }

    @Test("a bare number's refusal offers both readings of it")
    func bareNumber() {
        let error = #expect(throws: BerthError.self) { try Duration(parsing: "90") }
        #expect(error?.message.contains("90m") == true && error?.message.contains("90s") == true)
    }

    @Test(
        "durations are printed in one form",
        arguments: [
            (45, "45s"), (150, "2m30s"), (60, "1m"), (21_600, "6h"), (21_660, "6h01m"), (266_400, "3d02h"), (86_400, "1d"), (0, "0s"),
        ]
            as [(Int64, String)])
    func shows(seconds: Int64, text: String) {
        #expect(Duration.seconds(seconds).short == text)
    }

    @Test("below a second the milliseconds are printed")
    func showsMilliseconds() {
        #expect(Duration.milliseconds(250).short == "250ms")
    }

    @Test("what is printed can be read back, cut to its smallest unit")
    func readsWhatItShows() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<2000 {
            let duration = Duration.seconds(Int64.random(in: 0...10_000_000, using: &random))
            let shown = try Duration(parsing: duration.short)
            #expect(shown <= duration && duration - shown < .seconds(3600))
        }
    }
}

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "known moments have their known dates",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"), (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (4_107_456_000_000, "2100-02-28T00:00:00.000Z"),
            (1_709_164_800_123, "2024-02-29T00:00:00.123Z"), (1_772_366_400_000, "2026-03-01T12:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (-86_400_000, "1969-12-31T00:00:00.000Z"), (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (1_000_000_000_000, "2001-09-09T01:46:40.000Z"),
        ] as [(Int64, String)])
    func dates(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test("dates of 1,200 years agree with a calendar that counts day by day")
    func naiveTwin() {
        var (year, month, day) = (1400, 1, 1)
        let start: Int64 = -208_188  // 1400-01-01 in the proleptic Gregorian calendar
        for offset in 0..<Int64(1200 * 365) {
            if offset.isMultiple(of: 97) {
                let text = Timestamp(milliseconds: (start + offset) * 86_400_000).description
                #expect(text == "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T00:00:00.000Z")
            }
            let isLeap = year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
            day += 1
            if day > [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    private func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: width - digits.count) + digits
    }

    @Test("moments and durations add and subtract")
    func arithmetic() {
        let noon = Timestamp(milliseconds: 1_772_366_400_000)
        #expect(noon + .seconds(90) - noon == .seconds(90))
        #expect(noon < noon + .milliseconds(1))
    }
}
