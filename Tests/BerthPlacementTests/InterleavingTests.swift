import BerthModel
import Foundation
import PlacementStress
import Testing

@testable import BerthPlacement

@Suite struct InterleavingTests {
    /// `BERTH_STRESS_OPERATIONS` makes the run longer; `tools/stress-placement` runs the same by itself.
    private static let operations = ProcessInfo.processInfo.environment["BERTH_STRESS_OPERATIONS"].flatMap { Int($0) } ?? 4_000

    @Test("two threads that claim and release at random never own a piece together, nor overshoot a budget", arguments: [UInt64(1), 2])
    func twoThreads(seed: UInt64) throws {
        let report = try Interleaving(operations: InterleavingTests.operations, seed: seed).run()
        #expect(report.faults == [])
        #expect(report.claims + report.releases >= InterleavingTests.operations)
        #expect(report.lowerings > 0 && report.readings > 0)
    }

    @Test("two threads that race for the same watts never exceed a budget, not while it is lowered either")
    func powerHammer() throws {
        let report = try PowerHammer(attempts: InterleavingTests.operations).run()
        #expect(report.faults == [])
        #expect(report.claims > 0 && report.refusals > 0 && report.readings > 0)
    }

    @Test("two threads that claim, form gangs, drain, relabel and change budgets lose nothing of the engine", arguments: [UInt64(1), 2])
    func engine(seed: UInt64) {
        let report = EngineStress(operations: InterleavingTests.operations * 5, seed: seed).run()
        #expect(report.faults == [])
        #expect(report.claims > 0 && report.refusals > 0 && report.gangs > 0 && report.changes > 0)
    }
}
