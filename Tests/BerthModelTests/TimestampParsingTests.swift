import BerthModel
import Testing

@Suite("times as text")
struct TimestampParsingTests {
    /// 2026-03-01 10:30 UTC, read two hours east of it; from 2026-03-29 01:00 UTC three.
    private let reference = TimeReference(now: Timestamp(milliseconds: 1_772_361_000_000)) {
        .seconds($0.milliseconds < 1_774_746_000_000 ? 7200 : 10800)
    }

    @Test(
        "every form is read",
        arguments: [
            ("2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000Z"), ("2026-03-01t12:00:00z", "2026-03-01T12:00:00.000Z"),
            ("2026-03-01T12:00:00.5+02:00", "2026-03-01T10:00:00.500Z"), ("2024-02-29T00:00:00-05:30", "2024-02-29T05:30:00.000Z"),
            ("1970-01-01T00:00Z", "1970-01-01T00:00:00.000Z"), ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
            ("2026-03-01T12:00", "2026-03-01T10:00:00.000Z"), ("2026-03-01", "2026-02-28T22:00:00.000Z"),
            ("2026-04-01T12:00:00", "2026-04-01T09:00:00.000Z"), ("now", "2026-03-01T10:30:00.000Z"),
            ("now+2h", "2026-03-01T12:30:00.000Z"), ("now+1hour", "2026-03-01T11:30:00.000Z"), ("now+90", "2026-03-01T10:31:30.000Z"),
            ("now+3days", "2026-03-04T10:30:00.000Z"), ("06:00", "2026-03-02T04:00:00.000Z"), ("13:00:01", "2026-03-01T11:00:01.000Z"),
            // It is 12:30 there.
            ("12:30", "2026-03-02T10:30:00.000Z"), ("noon", "2026-03-02T10:00:00.000Z"), ("midnight", "2026-03-01T22:00:00.000Z"),
        ])
    func forms(text: String, moment: String) throws { #expect(try Timestamp(parsing: text, at: reference).description == moment) }

    @Test(
        "anything else is refused",
        arguments: [
            "", "tomorrow", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-10", "2026-01-00", "2026-03-01T24:00:00Z", "24:00",
            "6:00",
            "06:60", "06:00:60", "now-2h", "now+", "now2h", "2026-03-01T12:00:00+2:00", "2026-03-01T12:00:00+02", "2026-03-01Z",
            "1969-12-31T00:00:00Z", "+026-03-01", "2026-03-01T12:00.5Z", "2026-03-01T12:00:00.Z", "２０２６-03-01T12:00:00Z",
            String(repeating: "1", count: 41),
        ])
    func refused(text: String) {
        let error = #expect(throws: BerthError.self) { try Timestamp(parsing: text, at: reference) }
        #expect(error?.code == .invalidQuantity)
    }

    @Test("without a clock only absolute times are read")
    func absoluteOnly() throws {
        #expect(throws: BerthError.self) { try Timestamp(parsing: "06:00", at: nil) }
        #expect(throws: BerthError.self) { try Timestamp(parsing: "2026-03-01", at: nil) }
        #expect(try Timestamp(parsing: "2026-03-01T12:00:00Z", at: nil).milliseconds == 1_772_366_400_000)
    }

    @Test("what is printed is read back", arguments: 0..<50)
    func roundTrip(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        let moment = Timestamp(milliseconds: Int64.random(in: 0..<253_402_300_800_000, using: &generator))
        #expect(try Timestamp(parsing: moment.description, at: nil) == moment)
    }
}
