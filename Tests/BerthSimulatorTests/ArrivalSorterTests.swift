import BerthModel
import TestSupport
import Testing

@testable import BerthSimulator

@Suite("sorting by arrival in bounded memory")
struct ArrivalSorterTests {
    struct Mark: Arriving, Hashable {
        var line: Int
        var arrival: Timestamp
    }

    struct Marks: TraceSource {
        var marks: [Mark]
        var given = 0

        var report: ImportReport {
            var report = ImportReport(name: "marks")
            report.rows = given
            return report
        }

        mutating func next() throws(BerthError) -> Mark? {
            guard given < marks.count else { return nil }
            defer { given += 1 }
            return marks[given]
        }
    }

    private static func marks(_ seconds: [Int]) -> Marks {
        Marks(marks: seconds.enumerated().map { Mark(line: $0 + 1, arrival: Timestamp(milliseconds: Int64($1) * 1000)) })
    }

    @Test("jobs come out as a stable sort of the whole would have them", arguments: 1...20 as ClosedRange<UInt64>)
    func twin(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let window = Int.random(in: 1...50, using: &generator)
        // Each is moved less than the window from its place; many arrive at the same moment.
        var keyed = (0..<1000).map { (place: $0 + Int.random(in: 0..<window, using: &generator), seconds: $0 / 3) }
        keyed.sort { $0.place < $1.place }
        let source = ArrivalSorterTests.marks(keyed.map(\.seconds))
        let expected = source.marks.sorted { ($0.arrival, $0.line) < ($1.arrival, $1.line) }
        let (given, report) = try Traces.drain(ArrivalSorter(source, window: window))
        #expect(given == expected, "seed \(seed), window \(window)")
        var latest = Timestamp(milliseconds: .min)
        var behind = 0
        for mark in source.marks {
            if mark.arrival < latest { behind += 1 }
            latest = max(latest, mark.arrival)
        }
        #expect(report.outOfOrder == behind)
        #expect(report.rows == 1000)
    }

    @Test("no more jobs are read ahead than the window holds")
    func bounded() throws {
        var sorter = ArrivalSorter(ArrivalSorterTests.marks(Array(0..<100)), window: 10)
        for given in 1...50 {
            _ = try sorter.next()
            #expect(sorter.report.rows == 9 + given)
        }
    }

    @Test("a job that stands farther behind than the window ends the import at its line")
    func tooFar() {
        let order = [10, 11, 12, 13, 1]
        #expect(throws: Never.self) { try Traces.drain(ArrivalSorter(ArrivalSorterTests.marks(order), window: 5)) }
        let error = Traces.refusal { () throws(BerthError) in ArrivalSorter(ArrivalSorterTests.marks(order), window: 4) }
        #expect(error?.field == "marks:5")
        #expect(error?.message == "it arrived 9s before one that stands more than 4 rows above it")
    }

    @Test("how far a row stands back is told")
    func farthest() throws {
        let report = try Traces.drain(ArrivalSorter(ArrivalSorterTests.marks([100, 40, 90, 200, 30]), window: 9)).report
        #expect(report.outOfOrder == 3)
        #expect(report.farthestBack == .seconds(170))
        #expect(report.text(listed: 3).contains("3 out of order, by up to 2m50s"))
    }
}
