import BerthModel
import BerthScheduler
import BerthStorage
import TestSupport
import Testing

@testable import BerthSimulator

@Suite("Runs with faults")
struct FaultRunTests {
    @Test("every invariant holds through faults and after them", arguments: [1, 2, 3] as [UInt64])
    func holds(seed: UInt64) {
        let report = FaultRun(FaultOptions(seed: seed, events: 3000, nodes: 6)).run()
        #expect(report.fault == nil, "seed \(seed): \(report.history.suffix(20).joined(separator: "\n"))")
        #expect(report.safetyEvents >= 3000 && report.events > report.safetyEvents)
        #expect(report.decisions > 50, "seed \(seed): little was placed")
    }

    @Test("a larger fleet, several kinds of faults: all of them strike")
    func strikes() {
        let report = FaultRun(FaultOptions(seed: 10, events: 5000, nodes: 10)).run()
        #expect(report.fault == nil, "\(report.history.suffix(20).joined(separator: "\n"))")
        for name in ["message to a node lost", "node died", "node cut off", "disk full"] {
            #expect(report.counts["fault: \(name)"] ?? 0 > 0, "\(name)")
        }
        for name in ["changes of a label", "scrubs", "stopped for another job"] { #expect(report.counts[name] ?? 0 > 0, "\(name)") }
    }

    @Test("the journal of a run comes back from the disk as it was written, and replays to the same state")
    func disk() throws {
        let run = FaultRun(FaultOptions(seed: 8, events: 2500, nodes: 5))
        let report = run.run()
        try #require(report.fault == nil)
        let folder = try TemporaryDirectory()
        let state = try StateDirectory.open(folder.file("state"), initialise: true)
        let journal = try state.openJournal()
        try journal.append(run.journal.entries)
        #expect(try journal.entries(after: 0, limit: .max) == run.journal.entries)
        let replayed = try StateReplay(of: journal, fleet: run.world.fleet).scheduler
        #expect(Digest.text(of: replayed.state.canonicalDump) == report.digest)
        try journal.close()
        withExtendedLifetime(folder) {}
    }

    @Test("the same seed gives the same report, another seed another one")
    func repeats() throws {
        func report(_ seed: UInt64) -> FaultReport { FaultRun(FaultOptions(seed: seed, events: 1500, nodes: 5)).run() }
        let (first, again, other) = (report(5), report(5), report(6))
        #expect(first.digest == again.digest && first.counts == again.counts && first.events == again.events)
        #expect(first.virtualMilliseconds == again.virtualMilliseconds)
        #expect(first.digest != other.digest)
    }
}
