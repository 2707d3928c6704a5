import BerthModel
import BerthPlacement
import Synchronization

/// Two threads that take and give back watts without planning, under budgets that hold one of them at a time: every claim races for the
/// same headroom, where the planned claims of `Interleaving` rarely do.
package struct PowerHammer: Sendable {
    /// Attempts of each thread.
    package var attempts: Int

    package init(attempts: Int) { self.attempts = attempts }

    package struct Report: Sendable {
        package var claims = 0
        package var refusals = 0
        package var readings = 0
        /// Empty when no budget was ever exceeded.
        package var faults: [String] = []
    }

    private static let attemptsPerBudget = 500

    package func run() throws -> Report {
        let budgets = [try StressFleet.power(lowered: false), try StressFleet.power(lowered: true)]
        let core = try PlacementCore(fleet: StressFleet.fleet, catalogue: .shipped, power: budgets[0])
        let signals = WordArray([0, 0])
        let working = WordArray([2])
        let report = Mutex(Report())
        // Rack b has 26 kW or 14 kW for a base load of 5.98 kW: at most one of two members of 11 kW fits, or none.
        let bodies = ([("t-01", 0), ("t-02", 1)] as [(StaticString, Int)]).map { name, index -> @Sendable () -> Void in
            {
                let watch = HeadroomWatch(core: core, signals: signals)
                let members = [StressFleet.member(on: name, watts: Watts(11_000))]
                var (claims, refusals, faults) = (0, 0, [String]())
                for attempt in 1...attempts {
                    if index == 0, attempt.isMultiple(of: PowerHammer.attemptsPerBudget) {
                        HeadroomWatch.set(budgets[attempt / PowerHammer.attemptsPerBudget % 2], on: core, signals)
                    }
                    let before = signals.load(HeadroomWatch.epoch)
                    guard core.claim(exactly: members) else {
                        refusals += 1
                        continue
                    }
                    claims += 1
                    // The winner looks for itself too: a reading thread that shares two cores with both sees few of these instants.
                    let after = watch.reading()
                    if after.epoch == before, faults.isEmpty, let overdrawn = after.headrooms.first(where: { $0 < .zero }) {
                        faults.append("(2) a claim was won that left a headroom of \(overdrawn)")
                    }
                    core.release(members)
                }
                report.withLock {
                    $0.claims += claims
                    $0.refusals += refusals
                    $0.faults += faults
                }
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
        return report.withLock { report in
            report.faults += core.checkInvariants(placements: [])
            return report
        }
    }
}
