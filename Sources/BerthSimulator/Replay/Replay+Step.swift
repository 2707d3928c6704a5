import BerthModel
import BerthScheduler

extension Replay {
    /// All that happens at one moment: ends, then arrivals, then a pass, until nothing follows any more.
    mutating func step(to now: Timestamp) throws(BerthError) {
        clock = now
        while let end = ends.pop(until: now) { finish(end) }
        while let scrub = scrubs.pop(until: now) {
            scheduler.report(.scrubbed(scrub.node, number: scrub.number, failure: nil), at: now)
        }
        while let (job, arrival) = following, arrival <= now {
            try submit(job, arrival)
            try readNext()
        }
        scheduler.advance(to: now)
        while drain() { scheduler.advance(to: now) }
        tally.heldMax = max(tally.heldMax, Int(scheduler.state.jobs.nextNumber) - 1)
        if scheduler.state.jobs.nextNumber > UInt64(max(options.turnover, 2 * jobs.count)) { try turnOver() }
    }

    private mutating func finish(_ end: End) {
        guard let job = jobs[end.number], job.attempt == end.attempt, job.members > 0 else { return }
        let id = JobID(number: end.number)
        if job.trace.jobClass == .service, end.outcome != .timedOut {
            // A service ends when somebody no longer wants it.
            do { try scheduler.cancel(id, by: ReplayOptions.caller, at: clock) } catch {
                preconditionFailure("service \(id) cannot be ended: \(error)")
            }
            return
        }
        for member in 0..<job.members {
            scheduler.report(.exited(RunID(job: id, attempt: job.attempt, member: member, run: 1), end.outcome), at: clock)
        }
    }

    private mutating func submit(_ job: TraceJob, _ arrival: Timestamp) throws(BerthError) {
        if tally.lastArrival != arrival {
            tally.busyAtLastArrival = meter?.busyDeviceSeconds(at: clock) ?? 0
        }
        tally.lastArrival = arrival
        let named = try agency(of: job)
        let spec = job.spec(agency: named, queue: options.queue, kinds: kinds)
        do {
            let reply = try scheduler.submit(spec, by: ReplayOptions.caller, key: nil, at: clock)
            let held = ReplayJob(trace: job, arrival: arrival, agency: meter?.number(ofAgency: job.agency ?? named.text) ?? 0)
            jobs[reply.id.number] = held
            tally.submitted += 1
            meter?.arrived(held, at: clock)
        } catch {
            tally.refusals.add(job, error)
        }
    }

    /// Takes in what the scheduler did, and does what it asks for.
    /// - Returns: whether something was given back, so that another pass may place more.
    @discardableResult
    mutating func drain() -> Bool {
        var gaveBack = false
        while true {
            let output = scheduler.takeOutput()
            if output.entries.isEmpty, output.effects.isEmpty { return gaveBack }
            tally.events += output.entries.count
            for entry in output.entries { if case .job(let id, let event) = entry.record { gaveBack = take(event, of: id) || gaveBack } }
            for effect in output.effects { perform(effect) }
        }
    }

    private mutating func perform(_ effect: Effect) {
        switch effect {
        case .start(let order):
            scheduler.report(.started(order.run, pid: 1), at: clock)
            if order.isProbed { scheduler.report(.ready(order.run), at: clock) }
        case .stop(let run, _, _, _): scheduler.report(.exited(run, .signalled(signal: 15)), at: clock)
        case .scrub(let order): scrubs.add(order, at: clock + order.time)
        case .forget, .renew: break
        }
    }

    /// - Returns: whether something was given back.
    private mutating func take(_ event: JobEvent, of id: JobID) -> Bool {
        guard var job = jobs[id.number] else { return false }
        switch event {
        case .placed(let attempt, let members):
            place(&job, id, attempt, members)
            jobs[id.number] = job
            return false
        case .stopping(let reason, _):
            if reason.rawValue == "preempted" { tally.preemptions += 1 }
            return false
        case .requeued:
            meter?.released(job, at: clock)
            (job.held, job.watts, job.members) = ([], .zero, 0)
            jobs[id.number] = job
            meter?.waitsAgain(at: clock)
            return true
        case .ended(let state, _, _):
            jobs[id.number] = nil
            if job.members > 0 { meter?.released(job, at: clock) } else { meter?.left(at: clock) }
            meter?.ended(job, at: clock)
            tally.ended += 1
            if state == .timedOut { tally.timedOut += 1 }
            return job.members > 0
        default: return false
        }
    }

    private mutating func place(_ job: inout ReplayJob, _ id: JobID, _ attempt: Int, _ members: [MemberPlacement]) {
        let (isFirst, isGrowth) = (job.placedAt == nil, job.members > 0)
        // What is held more is metered by itself.
        var more = job
        more.held = members.map { member in
            guard let node = nodeNumbers[member.node] else { preconditionFailure("node \(member.node) is not of the fleet") }
            return (node, member.thousandths)
        }
        more.watts = members.reduce(.zero) { $0 + $1.accountedWatts }
        (job.attempt, job.members) = (attempt, job.members + members.count)
        job.placedAt = job.placedAt ?? clock
        (job.held, job.watts) = (job.held + more.held, job.watts + more.watts)
        guard !isGrowth else {
            meter?.grew(more, at: clock)
            return
        }
        if isFirst { tally.placed += 1 } else { tally.restarts += 1 }
        meter?.placed(job, isFirst: isFirst, at: clock)
        // The scheduler's own limit comes first where it is shorter.
        let limit = scheduler.state.jobs[id]?.time
        let duration = job.trace.duration(on: members.first?.kind)
        guard let lasts = [duration, limit].compactMap(\.self).min() else { return }
        let isCut = duration.map { lasts < $0 } ?? true
        ends.add(End(number: id.number, attempt: attempt, outcome: isCut ? .timedOut : .exited(code: 0)), at: clock + lasts)
    }
}
