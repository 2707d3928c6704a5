package import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler

/// A recorded trace, lived through again by the scheduler that `berthd` runs, on virtual time: jobs are submitted when they arrived, end
/// after the time that they took, and all between is the production code.
///
/// It reads one job at a time. What it holds are the jobs that wait or run, what the source holds to sort, and at most
/// `ReplayOptions.turnover` jobs that are over. The same trace and options give the same replay.
package struct Replay<Source: TraceSource> where Source.Element == TraceJob {
    /// An end that is due.
    struct End {
        var number: UInt64
        /// Of the attempt that it ends: one that ended otherwise has none to come.
        var attempt: Int
        var outcome: RunOutcome
    }

    let options: ReplayOptions
    var source: Source
    var scheduler: Scheduler
    var policy: Policy
    var revisions = 1
    var jobs: [UInt64: ReplayJob] = [:]
    var ends = MomentHeap<End>()
    /// The next job, in the time of the replay.
    var following: (job: TraceJob, arrival: Timestamp)?
    var first: Timestamp?
    var clock = Timestamp(milliseconds: 0)
    let nodeNumbers: [NodeName: Int]
    let kinds: [KindName]
    var meter: ReplayMeter?
    var tally = ReplayTally()

    /// - Throws: `BerthError` with code `invalidPolicy` where the policy does not go with the fleet.
    package init(_ source: Source, _ options: ReplayOptions) throws(BerthError) {
        precondition(options.speedUp > 0 && options.turnover > 0, "a replay \(options.speedUp) times as fast")
        self.source = source
        self.options = options
        policy = options.policy.policy
        scheduler = try options.scheduler(policy, at: Timestamp(milliseconds: 0))
        nodeNumbers = Dictionary(uniqueKeysWithValues: options.fleet.fleet.nodes.enumerated().map { ($1.name, $0) })
        kinds = options.fleet.kinds
    }

    /// Lets all happen.
    /// - Parameter progress: called every few thousand jobs.
    /// - Throws: what the source throws: the trace is wrong at a line, or cannot be read. Also `invalidSyntax` where it has no job at all.
    package mutating func run(progress: (ReplayPoint) -> Void = { _ in }) throws(BerthError) -> ReplayResult {
        let began = ContinuousClock().now
        try readNext()
        guard let first else {
            throw BerthError(
                .invalidSyntax,
                source.report.rows == 0 ? "there is no job in it" : "none of its \(source.report.rows) rows can be replayed",
                field: source.report.name, hint: source.report.rows == 0 ? nil : source.report.summary)
        }
        clock = first
        _ = try scheduler.applyPolicy(text: options.policy.text, policy: policy, ifRevision: nil, by: ReplayOptions.caller, at: clock)
        meter = ReplayMeter(options.fleet.fleet, base: baseWatts, start: clock)
        drain()
        var told = 0
        while let next = [following?.arrival, ends.next].compactMap(\.self).min() {
            // The scheduler's own timers come in between; with nothing to come of the trace they move nothing any more.
            let wake = scheduler.nextWake.map { max($0, clock + .milliseconds(1)) } ?? next
            try step(to: max(min(next, wake), clock))
            if tally.read - told >= 4096 {
                told = tally.read
                let waiting = meter?.waiting ?? 0
                progress(ReplayPoint(read: tally.read, ended: tally.ended, waiting: waiting, running: jobs.count - waiting, now: clock))
            }
        }
        return finish(began: began)
    }

    private var baseWatts: Watts {
        guard let site = scheduler.power.index(of: Place.site) else { return .zero }
        return scheduler.placement.usage(of: site).base
    }

    var siteBudget: Watts? { scheduler.power.index(of: Place.site).flatMap { scheduler.placement.usage(of: $0).budget } }

    mutating func readNext() throws(BerthError) {
        guard let job = try source.next() else {
            following = nil
            return
        }
        tally.read += 1
        if first == nil { first = Timestamp(milliseconds: max(0, job.arrival.milliseconds)) }
        if tally.firstRecorded == nil { tally.firstRecorded = job.arrival }
        let since = job.arrival - (tally.firstRecorded ?? job.arrival)
        let scaled = options.speedUp == 1 ? since : .milliseconds(Int64((Double(since.milliseconds) / options.speedUp).rounded()))
        following = (job, (first ?? job.arrival) + scaled)
    }
}
