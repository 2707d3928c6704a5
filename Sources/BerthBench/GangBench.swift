import BerthModel
import BerthPlacement
import Foundation
import Synchronization

/// Gangs of whole nodes placed and released on a fleet that has room for a few of them: what `berth bench gang` measures.
package struct GangBench: Sendable {
    package var nodes = 100_000
    package var threads = 1
    package var members = 64
    /// Devices of each member.
    package var slots = 8
    /// Gangs that the free nodes hold, in whole racks.
    package var freeGangs = 300.0
    package var seconds = 2.0
    package var seed: UInt64 = 1

    package init() {}

    package func run() -> GangReport {
        let fleet = MixedFleet(nodes: nodes)
        let engine = PlacementEngine(fleet.fleet, claimers: threads)
        let kind = fleet.fleet.types.firstIndex { $0.devices == slots } ?? 0
        let request = ClaimRequest(
            kind: fleet.fleet.types[kind].kind, count: slots, cores: .cores(slots), mebibytes: slots << 10, agency: 0,
            wattsPerDevice: fleet.kinds[kind].power.max - fleet.kinds[kind].power.idle)
        let filled = fill(engine, fleet, request)
        let started = Atomic<Int>(0)
        let results = Mutex<[GangReport.Part]>([])
        let threads = threads
        let workers = (0..<threads).map { number in
            Thread {
                // sequentiallyConsistent: pairs with itself; no worker begins before all are there.
                started.wrappingAdd(1, ordering: .sequentiallyConsistent)
                // sequentiallyConsistent: as above.
                while started.load(ordering: .sequentiallyConsistent) < threads {}
                let part = measure(engine, fleet, request, engine.claimer(number))
                results.withLock { $0.append(part) }
            }
        }
        for worker in workers { worker.start() }
        while results.withLock({ $0.count }) < threads { Thread.sleep(forTimeInterval: 0.005) }
        return GangReport(self, results.withLock { $0 }, faults: engine.faults(holding: filled))
    }

    /// Takes every node of the kind, and gives whole racks back at random until the free nodes hold the gangs.
    private func fill(_ engine: PlacementEngine, _ fleet: MixedFleet, _ request: ClaimRequest) -> [Claim] {
        var claimer = engine.claimer(0)
        var racks: [Int: [Claim]] = [:]
        var claim = Claim()
        while engine.claim(request, by: &claimer, into: &claim) == nil {
            racks[fleet.fleet.nodes[engine.position(of: claim.node)].domain, default: []].append(claim)
        }
        var random = SplitMix(seed: seed)
        var left = Int(freeGangs * Double(members))
        for rack in racks.keys.sorted().shuffled(using: &random) {
            guard left > 0 else { break }
            for claim in racks.removeValue(forKey: rack) ?? [] {
                engine.release(claim, by: &claimer)
                left -= 1
            }
        }
        return racks.values.flatMap { $0 }
    }

    private func measure(_ engine: PlacementEngine, _ fleet: MixedFleet, _ request: ClaimRequest, _ mine: Claimer) -> GangReport.Part {
        var claimer = mine
        var part = GangReport.Part()
        var gang: [Claim] = []
        gang.reserveCapacity(members)
        let clock = ContinuousClock()
        let start = clock.now
        while clock.now - start < .seconds(seconds) {
            let before = clock.now
            let refusal = engine.claim(gangOf: members, request, by: &claimer, into: &gang)
            let (seconds, attoseconds) = (clock.now - before).components
            part.latency.record(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
            if refusal == nil {
                part.gangs += 1
                part.racks += Set(gang.map { fleet.fleet.nodes[engine.position(of: $0.node)].domain }).count
                while let claim = gang.popLast() { engine.release(claim, by: &claimer) }
            } else {
                part.refused += 1
            }
        }
        part.seconds = (clock.now - start) / .seconds(1)
        part.conflicts = claimer.conflicts
        return part
    }
}
