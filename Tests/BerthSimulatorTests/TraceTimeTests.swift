import BerthModel
import TestSupport
import Testing

@testable import BerthSimulator

@Suite("times and shapes of traces")
struct TraceTimeTests {
    @Test(
        "moments are read to the millisecond, with and without zone",
        arguments: [
            "1970-01-01 00:00:00": "1970-01-01T00:00:00.000Z", "2017-10-09 07:01:55": "2017-10-09T07:01:55.000Z",
            "2023-11-16 18:15:46.6805900": "2023-11-16T18:15:46.680Z", "2024-02-29T23:59:59Z": "2024-02-29T23:59:59.000Z",
            "2000-03-01T00:00:00.5Z": "2000-03-01T00:00:00.500Z", "1969-12-31 23:59:59.99": "1969-12-31T23:59:59.990Z",
        ])
    func moments(text: String, written: String) {
        #expect(TraceTime.moment(text)?.description == written)
    }

    @Test("every day of 1890 to 2110 is the day after the one before it")
    func days() throws {
        var expected = try Traces.moment("1889-12-31 00:00:00").milliseconds
        for year in 1890...2110 {
            for month in 1...12 {
                for day in 1...31 {
                    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
                    guard let moment = TraceTime.moment("\(year)-\(two(month))-\(two(day)) 00:00:00") else { continue }
                    expected += 86_400_000
                    #expect(moment.milliseconds == expected)
                }
            }
        }
        #expect(try expected == Traces.moment("2110-12-31 00:00:00").milliseconds)
    }

    @Test(
        "what is no moment is refused",
        arguments: [
            "", "2017-10-09", "2017-10-09 07:01", "2017-13-09 07:01:55", "2017-02-29 07:01:55", "2017-06-31 07:01:55",
            "2017-10-09 24:00:00",
            "2017-10-09 07:60:55", "2017-10-09 07:01:5x", "2017-10-09_07:01:55", "2017-10-09 07:01:55.", "2017-10-09 07:01:55.1234567890",
            "2017-10-09 07:01:55+02:00", "1 17-10-09 07:01:55", "-017-10-09 07:01:55",
        ])
    func noMoments(text: String) {
        #expect(TraceTime.moment(text) == nil)
    }

    @Test("spans are seconds, to the next millisecond; what is infinite, no number or over ten years is refused")
    func spans() {
        #expect(TraceTime.span("66.0") == .seconds(66))
        #expect(TraceTime.span("336541.000000") == .seconds(336_541))
        #expect(TraceTime.span("0.0004") == .zero)
        #expect(TraceTime.span("-1.5") == .milliseconds(-1500))
        for text in ["", "x", "nan", "inf", "1e300", "400000000", " 1"] { #expect(TraceTime.span(text) == nil) }
    }

    @Test("a gang has all its devices, in as few equal members as fit on nodes")
    func shapes() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let devices = Int.random(in: 1...300, using: &generator)
            let perMember = Int.random(in: 1...16, using: &generator)
            let membersMin = Int.random(in: 1...20, using: &generator)
            let shape = GangShape.split(devices: devices, perMember: perMember, membersMin: membersMin)
            #expect(shape.members * shape.each == devices && shape.each <= perMember)
            let fewer = (1..<shape.members).contains {
                $0 >= membersMin && devices.isMultiple(of: $0) && devices / $0 <= perMember
            }
            #expect(!fewer, "\(devices) devices on nodes of \(perMember), at least \(membersMin)")
        }
        #expect(GangShape.split(devices: 12, perMember: 8) == (2, 6))
        #expect(GangShape.split(devices: 11, perMember: 8) == (11, 1))
    }
}
