import BerthModel
import BerthPlacement
import Foundation
import Synchronization

/// Placements beside as many releases at a steady utilisation: what `berth bench placement` measures.
package struct PlacementBench: Sendable {
    package var nodes = 100_000
    package var threads = 1
    package var utilisation = 0.8
    package var seconds = 2.0
    package var powerBound: Double?
    package var seed: UInt64 = 1
    /// Measures each placement; costs two readings of the clock for each.
    package var measuresLatency = false
    package var agencies = 11_000
    package var victims = Victims.random

    /// Which claim is released next.
    package enum Victims: String, CaseIterable, Sendable {
        /// Any, as jobs end in a real fleet: its record and its node have long left the cache.
        case random
        /// The last one that was made: everything is still in the cache.
        case newest
    }

    package init() {}

    package func run() -> PlacementReport {
        let fleet = MixedFleet(nodes: nodes, powerBound: powerBound ?? 1, agencies: agencies)
        let engine = PlacementEngine(fleet.fleet, claimers: threads)
        let mix = JobMix(fleet, seed: seed)
        let gate = Gate()
        let results = Mutex<[PlacementWorker.Result]>([])
        let workers = (0..<threads).map { number in
            Thread {
                var worker = PlacementWorker(engine, fleet, mix, number: number, of: threads, self)
                worker.fill()
                gate.arrive(of: threads)
                worker.measure()
                let result = worker.result
                results.withLock { $0.append(result) }
                gate.leave()
            }
        }
        for worker in workers {
            worker.stackSize = 8 << 20
            worker.start()
        }
        gate.wait(for: threads)
        return PlacementReport(self, fleet, engine, results.withLock { $0 })
    }
}

/// Lets all workers begin at once, and waits for them.
private final class Gate: Sendable {
    private let arrived = Atomic<Int>(0)
    private let left = Atomic<Int>(0)

    func arrive(of count: Int) {
        // sequentiallyConsistent: pairs with itself; the fill of every worker is over before any measures.
        arrived.wrappingAdd(1, ordering: .sequentiallyConsistent)
        while arrived.load(ordering: .sequentiallyConsistent) < count {}
    }

    func leave() { left.wrappingAdd(1, ordering: .sequentiallyConsistent) }

    func wait(for count: Int) {
        while left.load(ordering: .sequentiallyConsistent) < count { Thread.sleep(forTimeInterval: 0.005) }
    }
}
