import BerthModel
import Testing

@testable import BerthSimulator

@Suite("EASY, the baseline")
struct EasyBaselineTests {
    /// Rows of seconds (0 to 9), duration and devices.
    private func report(
        _ rows: [(Int, Int, Int)], nodes: Int, _ estimates: EasyEstimates = .oracle
    ) throws -> EasyReport {
        let lines = rows.map { "2017-10-09 07:00:0\($0.0),\($0.1),\($0.2)" }
        let table = (["timestamp,duration,num_gpus"] + lines).joined(separator: "\n") + "\n"
        var baseline = EasyBaseline(nodes: nodes, devicesPerNode: 8, estimates: estimates)
        return try baseline.run(try PhillyTrace(Traces.rows(table)), speedUp: 1)
    }

    @Test("a short job passes a gang that waits for whole nodes, and one that outlasts the gang's moment does not")
    func reservation() throws {
        // One device of each of two nodes is held until 100; the gang of two whole nodes is to start then.
        let rows = [(0, 100, 8), (0, 100, 1), (1, 50, 16), (2, 90, 1), (3, 200, 1)]
        let report = try report(rows, nodes: 2)
        #expect(report.waitsByClass[.many]?.maxSeconds == 99)
        // The short one starts at once; the long one when the gang ends, at 150.
        #expect(report.waitsByClass[.one]?.maxSeconds == 147)
        #expect(report.waitsByClass[.one]?.meanSeconds == 147.0 / 3)
        #expect(report.neverStarted == 0)
    }

    @Test("what outlasts the moment may use nodes that the gang leaves, and what the gang leaves of its own")
    func spare() throws {
        let rows = [(0, 100, 8), (0, 100, 1), (1, 50, 16), (3, 200, 1)]
        #expect(try report(rows, nodes: 4).waitsByClass[.many]?.maxSeconds == 0)
        // Twelve devices are two members of six: what is left over of their nodes anybody may have for as long as he likes.
        let loose = [(0, 100, 8), (0, 100, 1), (1, 50, 12), (3, 2000, 1)]
        let report = try report(loose, nodes: 2)
        #expect(report.waitsByClass[.many]?.maxSeconds == 99)
        #expect(report.waitsByClass[.one]?.maxSeconds == 0)
    }

    @Test("without knowing how long jobs take, nothing passes on reserved nodes")
    func ignorant() throws {
        let rows = [(0, 100, 8), (0, 100, 1), (1, 50, 16), (2, 90, 1)]
        let report = try report(rows, nodes: 2, .learnt)
        #expect(report.waitsByClass[.many]?.maxSeconds == 99)
        #expect(report.waitsByClass[.one]?.maxSeconds == 148)
    }

    @Test("what an empty cluster does not hold is left out")
    func tooLarge() throws {
        let report = try report([(0, 10, 24), (1, 10, 16)], nodes: 2)
        #expect(report.leftOut == 1 && report.jobs == 1)
    }
}
