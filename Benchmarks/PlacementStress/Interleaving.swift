import BerthModel
import BerthPlacement
import Synchronization

/// A random interleaving of claims and releases on several threads, watched from outside and recounted at the end.
package struct Interleaving: Sendable {
    /// Claims and releases together that come to be, over all threads.
    package var operations: Int
    package var threads: Int
    package var seed: UInt64

    package init(operations: Int, threads: Int = 2, seed: UInt64) {
        self.operations = operations
        self.threads = threads
        self.seed = seed
    }

    package struct Report: Sendable {
        package var claims = 0
        package var releases = 0
        package var refusals = 0
        package var conflicts = 0
        package var lowerings = 0
        package var readings = 0
        /// Empty when no invariant was broken.
        package var faults: [String] = []
    }

    /// Operations of the first thread between two changes of the budgets.
    private static let operationsPerBudget = 1000

    package func run() throws -> Report {
        let core = try PlacementCore(fleet: StressFleet.fleet, catalogue: .shipped, power: StressFleet.power(lowered: false))
        let untouched = try PlacementCore(fleet: StressFleet.fleet, catalogue: .shipped, power: StressFleet.power(lowered: false))
        let budgets = [try StressFleet.power(lowered: false), try StressFleet.power(lowered: true)]
        let owners = OwnerTable(StressFleet.fleet)
        let signals = WordArray([0, 0])
        let report = Mutex(Report())
        let workers = Mutex<[Worker]>([])
        let working = WordArray([UInt64(threads)])

        let bodies = (0..<threads).map { index -> @Sendable () -> Void in
            {
                var worker = Worker(core: core, owners: owners, id: UInt64(index + 1), seed: seed)
                var (lowerings, nextBudget) = (0, Interleaving.operationsPerBudget)
                while worker.operations < operations / threads, worker.tally.faults.isEmpty {
                    worker.step()
                    guard index == 0, worker.operations >= nextBudget else { continue }
                    nextBudget += Interleaving.operationsPerBudget
                    lowerings += 1
                    HeadroomWatch.set(budgets[lowerings % 2], on: core, signals)
                }
                // Whoever ends first leaves room for the other, or that one would wait for ever with nothing to give back.
                worker.release(downTo: worker.held.count / 2)
                if index == 0 { HeadroomWatch.set(budgets[0], on: core, signals) }
                workers.withLock { [worker] in $0.append(worker) }
                report.withLock { $0.lowerings += lowerings }
                if working.update(0, by: { $0 - 1 }) == 1 { signals.add(HeadroomWatch.over, 1) }
            }
        }
        let watch: @Sendable () -> Void = {
            let seen = HeadroomWatch(core: core, signals: signals).run()
            report.withLock {
                $0.readings = seen.readings
                $0.faults += seen.faults
            }
        }
        Threads.run(bodies + [watch])
        var result = report.withLock { $0 }
        settle(workers.withLock { $0 }, core, untouched, &result)
        return result
    }

    /// Recounts what is held, then gives everything back and compares with a core that was never used.
    private func settle(_ workers: [Worker], _ core: PlacementCore, _ untouched: PlacementCore, _ report: inout Report) {
        report.faults += core.checkInvariants(placements: workers.flatMap(\.held).flatMap { $0 })
        for var worker in workers {
            report.claims += worker.tally.claims
            report.releases += worker.tally.releases
            report.refusals += worker.tally.refusals
            report.conflicts += worker.tally.conflicts
            worker.release(downTo: 0)
            report.faults += worker.tally.faults
        }
        report.faults += core.checkInvariants(placements: [])
        for node in 0..<core.nodeCount where core.usage(of: NodeIndex(node)) != untouched.usage(of: NodeIndex(node)) {
            report.faults.append("(6) node \(node) differs from an unused one although nothing is held")
        }
        for domain in 0..<core.domainCount where core.headroom(of: DomainIndex(domain)) != untouched.headroom(of: DomainIndex(domain)) {
            report.faults.append("(6) domain \(domain) differs from an unused one although nothing is held")
        }
    }
}
