package import BerthModel
import BerthPlacement
import Foundation
import Synchronization

/// Placements beside as many releases at a steady utilisation: what `berth bench placement` measures.
///
/// Two runs of the same length, one after the other on the same fleet: the first gives the rates, the second the latencies, because a
/// reading of the clock costs as much as a part of a placement.
package struct PlacementBench: Sendable {
    /// 1…1,000,000; not used for a fleet that is given.
    package var nodes = 100_000
    /// 1…64.
    package var threads = 1
    /// Devices in use, as a part of all: above 0, up to 1.
    package var utilisation = 0.8
    /// Of each of the two runs: 0.001…3,600.
    package var seconds = 2.0
    /// Rack budgets as a part of what the claims below could draw at most: above 0, up to 1; nil for budgets that never bind.
    package var powerBound: Double?
    package var seed: UInt64 = 1
    package var victims = Victims.random
    package var core = Core.lockFree
    package var agencies = 11_000

    /// Which claim is released next.
    package enum Victims: String, CaseIterable, Sendable {
        /// Any, as jobs end in a real fleet: its record and its node have long left the cache.
        case random
        /// The last one that was made: everything is still in the cache.
        case newest
    }

    /// What places.
    package enum Core: String, CaseIterable, Sendable {
        case lockFree = "lock-free"
        /// The same engine, with one mutex around every claim and every release.
        case mutex
        /// `NaiveScan`.
        case scan
    }

    /// Equal parts of the first run, whose rates show how steady the machine was.
    static let slices = 5

    package init() {}

    /// - Throws: `BerthError` with code `usage` that names the first parameter out of its range.
    package func validate() throws(BerthError) {
        try BenchRange.check(nodes: nodes, threads: threads, seconds: seconds)
        guard utilisation > 0, utilisation <= 1 else {
            throw BerthError(.usage, "--utilisation \(utilisation) is no part of the devices", hint: "above 0, up to 1: 0.8 is 80 %")
        }
        guard let powerBound else { return }
        guard powerBound > 0, powerBound <= 1 else {
            throw BerthError(.usage, "--power-bound \(powerBound) is no part of what claims can draw", hint: "above 0, up to 1")
        }
    }

    package func run() -> PlacementReport { run(on: MixedFleet(nodes: nodes, powerBound: powerBound ?? 1, agencies: agencies)) }

    package func run(on fleet: MixedFleet) -> PlacementReport {
        let mix = JobMix(fleet, seed: seed, hasPartitions: core != .scan)
        if core == .scan {
            let scan = NaiveScan(fleet.fleet)
            let results = runThreads { number, gate in
                var worker = ScanWorker(scan, fleet, mix, number: number, self)
                return worker.run(gate)
            }
            return PlacementReport(self, fleet, bytes: scan.bytes, results, faults: scan.faults())
        }
        let engine = PlacementEngine(fleet.fleet, claimers: threads)
        let lock = core == .mutex ? SharedLock() : nil
        let results = runThreads { number, gate in
            var worker = PlacementWorker(engine, lock, fleet, mix, number: number, self)
            return worker.run(gate)
        }
        return PlacementReport(self, fleet, bytes: engine.bytes, results, faults: engine.faults(holding: results.flatMap(\.live)))
    }

    private func runThreads(_ body: @escaping @Sendable (Int, Gate) -> WorkerResult) -> [WorkerResult] {
        let gate = Gate(threads: threads)
        let results = Mutex<[WorkerResult]>([])
        for number in 0..<threads {
            let worker = Thread {
                let result = body(number, gate)
                results.withLock { $0.append(result) }
            }
            worker.stackSize = 8 << 20
            worker.start()
        }
        while results.withLock({ $0.count }) < threads { Thread.sleep(forTimeInterval: 0.005) }
        return results.withLock { $0 }
    }
}

/// The one mutex of `PlacementBench.Core.mutex`.
final class SharedLock: Sendable {
    let mutex = Mutex<Void>(())
}
