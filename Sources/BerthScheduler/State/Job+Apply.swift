import BerthModel

/// The state machine of `docs/spec/job-events.md`: what each event does to one job, and nothing else.
extension Job {
    /// - Throws: `BerthError` with code `stateCorrupt` when the event may not follow; the job is then unchanged.
    mutating func apply(_ event: JobEvent, at now: Timestamp) throws(BerthError) {
        switch event {
        case .submitted: throw refusal(event, "was submitted before")
        case .held(let holder): try hold(holder, event)
        case .released(let by): try release(by, event)
        case .placed(let attempt, let members): try place(attempt, members, event, at: now)
        case .started(let run, let pid): try start(run, pid, event, at: now)
        case .ready(let run): try setReady(run, true, nil, event, at: now)
        case .unready(let run, let why): try setReady(run, false, why, event, at: now)
        case .exited(let run, let outcome): try exit(run, outcome, event)
        case .restartPlanned(let run, let moment): try planRestart(run, moment, event, at: now)
        case .displaced(let run): try displace(run, event)
        case .stopping(let reason, let by): try stop(reason, by, event)
        case .requeued(let attempt, let why): try requeue(attempt, why, event, at: now)
        case .ended(let final, let code, let why): try end(final, code, why, event, at: now)
        case .updated(let priority, let time, let by): try update(priority, time, by, event)
        }
    }

    private func refusal(_ event: JobEvent, _ why: String) -> BerthError {
        BerthError(.stateCorrupt, "job \(id) is \(state.rawValue) and cannot have \"\(event.word)\": it \(why)")
    }

    private mutating func hold(_ holder: JobEvent.Holder, _ event: JobEvent) throws(BerthError) {
        let takesOver = state == .held && self.holder == .user && holder == .operator
        guard state == .pending || takesOver else { throw refusal(event, "does not wait") }
        state = .held
        self.holder = holder
    }

    private mutating func release(_ by: String, _ event: JobEvent) throws(BerthError) {
        guard state == .held else { throw refusal(event, "is not held") }
        state = .pending
        holder = nil
        self.by = by
    }

    private mutating func place(_ attempt: Int, _ placements: [MemberPlacement], _ event: JobEvent, at now: Timestamp) throws(BerthError) {
        let isGrowth = state != .pending
        if isGrowth {
            guard terms.jobClass == .service, state.isActive, state != .stopping, attempt == self.attempt else {
                throw refusal(event, "does not grow")
            }
            if let first = placements.first, first.member < members.count { return try placeAgain(placements, event) }
        } else {
            guard attempt == self.attempt + 1, attempt < Int32.max, placements.count == terms.members.min else {
                throw refusal(event, "needs \(terms.members.min) members in attempt \(self.attempt + 1)")
            }
            members = []
        }
        guard placements.indices.allSatisfy({ placements[$0].member == members.count + $0 }),
            members.count + placements.count <= terms.members.max
        else {
            throw refusal(event, "has \(members.count) members")
        }
        members += placements.map(Member.init)
        guard !isGrowth else { return }
        self.attempt = attempt
        state = .starting
        placedAt = now
        startedAt = nil
        wasReady = false
        stopReason = nil
    }

    /// Gives displaced replicas new places, and a new run each.
    private mutating func placeAgain(_ placements: [MemberPlacement], _ event: JobEvent) throws(BerthError) {
        guard placements.count == 1, members.indices.contains(placements[0].member), !members[placements[0].member].isPlaced else {
            throw refusal(event, "has no such displaced replica")
        }
        members[placements[0].member].placement = placements[0]
        members[placements[0].member].run += 1
        members[placements[0].member].phase = .ordered
    }

    /// The node of a replica was lost: it holds nothing there any more.
    private mutating func displace(_ run: RunID, _ event: JobEvent) throws(BerthError) {
        guard terms.jobClass == .service, state.isActive, state != .stopping, let index = position(of: run),
            let outcome = members[index].outcome, members[index].isPlaced, !members[index].isLive
        else { throw refusal(event, "has no such replica that ended") }
        members[index].phase = .displaced(after: outcome)
        members[index].startedAt = nil
        members[index].readySince = nil
    }

    private mutating func start(_ run: RunID, _ pid: Int, _ event: JobEvent, at now: Timestamp) throws(BerthError) {
        guard state.isActive, let index = position(of: run), members[index].phase == .ordered else {
            throw refusal(event, "has not ordered run \(run)")
        }
        members[index].phase = .running(pid: pid)
        members[index].startedAt = now
        startedAt = startedAt ?? now
        if terms.jobClass == .service {
            guard terms.readiness == nil else { return }
            members[index].isReady = true
            members[index].readySince = now
            weighReadiness()
        } else if state == .starting, !members.contains(where: { $0.phase == .ordered }) {
            state = .running
        }
    }

    private mutating func setReady(_ run: RunID, _ isReady: Bool, _ why: String?, _ event: JobEvent, at now: Timestamp) throws(BerthError) {
        guard terms.jobClass == .service, state.isActive, let index = position(of: run), case .running = members[index].phase,
            members[index].isReady != isReady
        else { throw refusal(event, "has no such replica whose readiness changes") }
        members[index].isReady = isReady
        members[index].unreadyWhy = why
        members[index].readySince = isReady ? now : nil
        weighReadiness()
    }

    private mutating func exit(_ run: RunID, _ outcome: RunOutcome, _ event: JobEvent) throws(BerthError) {
        guard state.isActive, let index = position(of: run), members[index].isLive else { throw refusal(event, "has no live run \(run)") }
        members[index].phase = .exited(outcome)
        members[index].isReady = false
        if terms.jobClass == .service { weighReadiness() }
    }

    private mutating func planRestart(_ run: RunID, _ moment: Timestamp, _ event: JobEvent, at now: Timestamp) throws(BerthError) {
        guard terms.jobClass == .service, state.isActive, state != .stopping, run.job == id, run.attempt == attempt,
            members.indices.contains(run.member)
        else {
            throw refusal(event, "does not restart replicas")
        }
        switch members[run.member].phase {
        case .exited(let outcome) where run.run == members[run.member].run + 1:
            let isSteady = members[run.member].readySince.map { now - $0 >= RestartDelay.steadyAfter } ?? false
            members[run.member].restartsInARow = isSteady ? 1 : members[run.member].restartsInARow + 1
            members[run.member].readySince = nil
            members[run.member].startedAt = nil
            members[run.member].run = run.run
            members[run.member].phase = moment <= now ? .ordered : .waiting(until: moment, after: outcome)
        case .waiting where run.run == members[run.member].run && moment <= now:
            members[run.member].phase = .ordered
        default:
            throw refusal(event, "has not ended the run before \(run)")
        }
    }

    private mutating func stop(_ reason: StopReason, _ by: String, _ event: JobEvent) throws(BerthError) {
        let overrides = state == .stopping && reason == .cancelled && stopReason != .cancelled
        guard state.isActive, state != .stopping || overrides else { throw refusal(event, "cannot be stopped") }
        state = .stopping
        stopReason = reason
        self.by = by
    }

    private mutating func requeue(_ attempt: Int, _ why: String, _ event: JobEvent, at now: Timestamp) throws(BerthError) {
        guard state.isActive, attempt == self.attempt, !hasLiveMembers, let placedAt else {
            throw refusal(event, "has no attempt \(attempt) that is over")
        }
        remember(
            Attempt(
                number: attempt, placements: members.map(\.placement), outcomes: members.map(\.outcome), placedAt: placedAt, endedAt: now,
                why: why))
        state = .pending
        members = []
        self.placedAt = nil
        startedAt = nil
        stopReason = nil
        wasReady = false
    }

    private mutating func end(_ final: JobState, _ code: Int?, _ why: String, _ event: JobEvent, at now: Timestamp) throws(BerthError) {
        let isPermitted =
            switch final {
            case .cancelled: !state.isFinal && !hasLiveMembers
            case .unsatisfiable: state == .pending || state == .held
            case .succeeded, .failed, .timedOut: state.isActive && !hasLiveMembers
            case .pending, .held, .starting, .running, .unready, .stopping: false
            }
        guard isPermitted else { throw refusal(event, "cannot end as \(final.rawValue)") }
        state = final
        holder = nil
        exitCode = code
        self.why = why
        endedAt = now
    }

    private mutating func update(_ priority: Int?, _ time: Duration?, _ by: String, _ event: JobEvent) throws(BerthError) {
        guard !state.isFinal, time == nil || !state.isActive else { throw refusal(event, "runs under the old time limit") }
        if let priority { self.priority = priority }
        if let time { limit(to: time) }
        self.by = by
    }

    /// A service's state follows from how many of its replicas are ready.
    private mutating func weighReadiness() {
        guard state != .stopping else { return }
        if readyMembers >= terms.members.min {
            state = .running
            wasReady = true
        } else {
            state = wasReady ? .unready : .starting
        }
    }
}
