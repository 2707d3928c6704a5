package import BerthModel
import BerthPolicy
import BerthSystem

/// What a replay gave, before it is put into figures.
package struct ReplayResult: Sendable {
    package var scenario: String
    package var policy: String
    package var notes: [String]
    package var nodes: Int
    package var devices: Int
    package var budget: Watts?
    package var imported: ImportReport
    package var refusals: ReplayRefusals
    package var meter: ReplayMeter
    /// When the first job arrived, the last one, and when the last of all things happened.
    package var start: Timestamp
    package var lastArrival: Timestamp
    package var end: Timestamp
    package var read: Int
    package var submitted: Int
    package var placed: Int
    package var ended: Int
    package var timedOut: Int
    package var restarts: Int
    /// Running when nothing is to come any more: jobs whose length the trace does not tell.
    package var unfinished: Int
    /// Waiting then: what they wait for never ends.
    package var neverStarted: Int
    package var events: Int
    package var turnovers: Int
    /// The most jobs that the scheduler had in its table at once.
    package var heldMax: Int
    package var busyAtLastArrival: Double
    package var addedAgencies: [String]
    /// Attempts that were stopped for another job.
    package var preemptions: Int
    /// The share of each agency of the policy among its siblings.
    package var shares: [String: Int]
    /// Of the machine's own time.
    package var seconds: Double
    /// The most memory that this process had; nil where the kernel does not say.
    package var residentMebibytes: Int?
}

extension Replay {
    mutating func finish(began: ContinuousClock.Instant) -> ReplayResult {
        guard var meter, let first else { preconditionFailure("a replay ends before it began") }
        let end = max(meter.last, tally.lastArrival ?? first)
        meter.close(at: end)
        self.meter = meter
        let took = ContinuousClock().now - began
        return ReplayResult(
            scenario: options.scenario, policy: options.policy.name, notes: options.fleet.notes,
            nodes: options.fleet.fleet.nodes.count, devices: meter.deviceThousandths / 1000, budget: siteBudget, imported: source.report,
            refusals: tally.refusals, meter: meter, start: first, lastArrival: tally.lastArrival ?? first, end: end, read: tally.read,
            submitted: tally.submitted, placed: tally.placed, ended: tally.ended, timedOut: tally.timedOut, restarts: tally.restarts,
            unfinished: jobs.values.count { $0.members > 0 }, neverStarted: jobs.values.count { $0.members == 0 }, events: tally.events,
            turnovers: tally.turnovers, heldMax: tally.heldMax, busyAtLastArrival: tally.busyAtLastArrival,
            addedAgencies: tally.addedAgencies, preemptions: tally.preemptions,
            shares: Dictionary(uniqueKeysWithValues: policy.agencies.map { ($0.key.text, $0.value.share) }),
            seconds: Double(took.milliseconds) / 1000, residentMebibytes: CurrentProcess.residentMebibytesMax)
    }
}
