public import BerthModel
import BerthPlacement
import BerthPolicy

extension Scheduler {
    /// Fires the timers that are due, then runs one scheduling pass.
    public func advance(to now: Timestamp) { advance(to: now, preempts: true) }

    /// - Parameter preempts: whether it may stop jobs for others.
    package func advance(to now: Timestamp, preempts: Bool) {
        begin(at: now)
        wakeDependents()
        refreshShares()
        repeat { for placed in work.pass(passView) { place(placed) } } while changeLabels() || preempts && preempt()
    }

    /// When `advance` is to be called again at the latest; nil when nothing but a command or a report moves anything.
    public var nextWake: Timestamp? { [timers.next, work.reservations.nextWake, work.outlook?.patience.nextWake].compactMap(\.self).min() }

    var passView: PassView { PassView(now: clock, jobs: state.jobs, times: state.times) }

    /// How long after a time limit and the grace the scheduler stops a job itself: the supervisor had its chance by then.
    static let backstopDelay = Duration.seconds(30)

    private func place(_ placed: Workspace.Placed) {
        guard let before = state.jobs[placed.id] else { preconditionFailure("job \(placed.id) was placed, but does not exist") }
        let attempt = placed.isGrowth ? before.attempt : before.attempt + 1
        record(.job(placed.id, .placed(attempt: attempt, members: placed.members)))
        guard let job = state.jobs[placed.id] else { return }
        let isLimited = job.time != nil
        for placement in placed.members { effects.append(.start(start(job, job.members[placement.member]))) }
        watch(placed.members, of: placed.id)
        if !placed.isGrowth, isLimited { setBackstop(placed.id) }
    }

    func setBackstop(_ id: JobID) {
        guard let job = state.jobs[id], let moment = backstop(of: job) else { return }
        timers.add(.backstop(id, attempt: job.attempt), at: moment)
    }

    private func backstop(of job: Job) -> Timestamp? { job.deadline.map { $0 + job.terms.grace + Scheduler.backstopDelay } }

    func fireTimers() {
        while let timer = timers.pop(until: clock) {
            switch timer {
            case .restart(let run): restart(run)
            case .backstop(let id, let attempt):
                // The timer of the placement is early once the start is known; that start has set its own.
                guard let job = state.jobs[id], job.state.isActive, job.state != .stopping, job.attempt == attempt,
                    let moment = backstop(of: job), moment <= clock
                else { continue }
                stop(job, .timeLimit, by: Scheduler.itself)
            case .begin(let number): if !waiting.contains(number) { enlist(number) }
            case .tooLate(let number): for job in state.jobs.jobs(numbered: number) { _ = endIfTooLate(job) }
            case .lease(let position): checkLease(position)
            case .steady(let node): checkHold(node)
            case .labels: labelWatch.hasTimer = false
            case .preemption:
                preemptionWatch.hasTimer = false
                preemptionWatch.isStale = true
            case .policy(let number): applyScheduled(number)
            }
        }
    }

    private func restart(_ run: RunID) {
        guard let job = state.jobs[run.job], job.state.isActive, job.state != .stopping, let position = job.position(of: run),
            case .waiting = job.members[position].phase
        else { return }
        record(.job(job.id, .restartPlanned(run, at: max(clock, state.time))))
        guard let ordered = state.jobs[run.job] else { return }
        effects.append(.start(start(ordered, ordered.members[position])))
    }
}
