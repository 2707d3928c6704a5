package import BerthModel
import BerthPlacement
import Foundation
import Synchronization

/// Gangs placed and released on a fleet that has room for a few of them: what `berth bench gang` measures.
package struct GangBench: Sendable {
    /// 1…1,000,000.
    package var nodes = 100_000
    /// 1…64.
    package var threads = 1
    /// 1…4,096.
    package var members = 64
    /// Devices of each member: a legal set of some kind of the modelled fleet.
    package var slots = 8
    /// Gangs that the free racks hold: 0…10,000. Free racks are whole: up to one more rack than that may be free.
    package var freeGangs = 300.0
    /// 0.001…3,600.
    package var seconds = 2.0
    package var seed: UInt64 = 1

    private static let membersRange = 1...4096
    private static let freeGangsRange = 0...10_000.0

    package init() {}

    /// - Throws: `BerthError` with code `usage` that names the first parameter out of its range.
    package func validate() throws(BerthError) {
        try BenchRange.check(nodes: nodes, threads: threads, seconds: seconds)
        guard GangBench.membersRange ~= members else {
            throw BerthError(.usage, "--members \(members) is not a size of a gang", hint: "1 to \(GangBench.membersRange.upperBound)")
        }
        guard 1...Limits.devicesPerGroupMax ~= slots else {
            throw BerthError(
                .usage, "--slots \(slots) is not a number of devices of one node", hint: "1 to \(Limits.devicesPerGroupMax)")
        }
        guard GangBench.freeGangsRange ~= freeGangs else {
            throw BerthError(.usage, "--free-gangs \(freeGangs) is not a number of gangs that there is room for", hint: "0 to 10000")
        }
    }

    /// - Throws: `BerthError` with code `usage` for a parameter out of its range, or a gang that the fleet cannot hold.
    package func run() throws(BerthError) -> GangReport {
        let fleet = try GangFleet(self)
        let gate = Gate(threads: threads)
        let results = Mutex<[GangReport.Part]>([])
        let seconds = seconds
        for number in 0..<threads {
            let worker = Thread {
                gate.pass(1)
                let part = GangBench.measure(fleet, number, seconds)
                results.withLock { $0.append(part) }
            }
            worker.start()
        }
        while results.withLock({ $0.count }) < threads { Thread.sleep(forTimeInterval: 0.005) }
        return GangReport(self, fleet, results.withLock { $0 })
    }

    private static func measure(_ fleet: GangFleet, _ number: Int, _ seconds: Double) -> GangReport.Part {
        var claimer = fleet.engine.claimer(number)
        var part = GangReport.Part()
        var gang: [Claim] = []
        gang.reserveCapacity(fleet.members)
        // The gang that a rack was last counted for.
        var counted = [Int](repeating: 0, count: fleet.fleet.fleet.domains.count)
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        var before = start
        while before < end {
            let refusal = fleet.engine.claim(gangOf: fleet.members, fleet.request, by: &claimer, into: &gang)
            part.latency.record((clock.now - before).nanoseconds)
            if refusal == nil {
                part.gangs += 1
                while let claim = gang.popLast() {
                    let rack = fleet.fleet.fleet.nodes[fleet.engine.position(of: claim.node)].domain
                    if counted[rack] != part.gangs {
                        counted[rack] = part.gangs
                        part.racks += 1
                    }
                    fleet.engine.release(claim, by: &claimer)
                }
            } else {
                part.refused += 1
            }
            before = clock.now
        }
        part.seconds = (before - start) / .seconds(1)
        part.conflicts = claimer.conflicts
        return part
    }
}
