import BerthModel
import BerthPolicy

extension SchedulerState {
    /// The canonical dump (invariant 5): every fact of the state in one fixed order. Two states are equal when their dumps are.
    /// - Complexity: O(jobs).
    public var canonicalDump: String {
        var dump = CanonicalText()
        dump.line("state")
        dump.put(word: "sequence", String(sequence))
        dump.put("time", time)
        dump.put(word: "next", String(jobs.nextNumber))
        if let revision {
            dump.line("policy", String(revision.number))
            dump.put(quoted: "by", revision.by)
            dump.put("at", revision.at)
            dump.put(quoted: "text", revision.text)
            dump.put(quoted: "note", revision.note)
        }
        if scheduledCount > 0 { dump.line("scheduled", String(scheduledCount)) }
        for (number, scheduled) in scheduledPolicies.sorted(by: { $0.key < $1.key }) {
            dump.line("  policy", String(number))
            dump.put(quoted: "by", scheduled.by)
            dump.put("at", scheduled.at)
            dump.put("due", scheduled.due)
            dump.put("on", scheduled.ifRevision)
            dump.put(quoted: "text", scheduled.text)
        }
        for (node, drain) in drains.sorted(by: { $0.key < $1.key }) {
            dump.line("drain", node.text)
            dump.put("since", drain.since)
            dump.put(quoted: "by", drain.by)
            dump.put(quoted: "reason", drain.reason)
        }
        for (node, health) in nodes.sorted(by: { $0.key < $1.key }) {
            dump.line("node", node.text)
            put(health, in: &dump)
        }
        for (node, label) in labels.sorted(by: { $0.key < $1.key }) {
            dump.line("label", node.text)
            dump.put(word: "is", label.label?.text)
            guard let change = label.change else { continue }
            dump.put(word: "to", change.to?.text ?? "-")
            dump.put("number", Int(change.number))
            dump.put("since", change.since)
        }
        var last: UInt64 = 0
        for job in jobs.all where job.id.number != last {
            last = job.id.number
            guard let key = job.key else { continue }
            dump.line("key", String(last))
            dump.put(word: "uid", String(job.submitter.uid))
            dump.put(quoted: "text", key)
        }
        for (key, mean) in kindTimes.all {
            dump.line("learnt", key.workload.text)
            dump.put("members", key.members)
            dump.put(word: "kind", key.kind.text)
            dump.put("slots", key.slots)
            dump.put("jobs", mean.jobs)
            dump.put("held", mean.held)
            dump.put(word: "sum", String(mean.sum))
        }
        last = 0
        for job in jobs.all {
            if job.id.number != last { dump.add(job.submission, number: job.id.number) }
            last = job.id.number
            dump.add(job)
        }
        return dump.text + "\n"
    }

    private func put(_ health: NodeHealth, in dump: inout CanonicalText) {
        dump.put(word: "is", health.isDown ? "down" : "up")
        dump.put("session", health.session)
        dump.put("since", health.since)
        dump.put("held", health.heldUntil)
        dump.put(word: "losses", health.losses.map { String($0.milliseconds) }.joined(separator: ","))
    }
}

extension CanonicalText {
    fileprivate mutating func add(_ job: Job) {
        line("job", job.id.description)
        put(word: "state", job.state.rawValue)
        put(word: "holder", job.holder?.rawValue)
        put("priority", job.priority)
        put("time", job.time)
        put("attempt", job.attempt)
        put(word: "ready", job.wasReady ? "yes" : "no")
        put("submitted", job.submittedAt)
        put("placed", job.placedAt)
        put("started", job.startedAt)
        put("ended", job.endedAt)
        put(word: "stop", job.stopReason?.rawValue)
        put(quoted: "by", job.by)
        put("exit", job.exitCode)
        put(quoted: "why", job.why)
        for member in job.members { add(member) }
        for attempt in job.history {
            line("  attempt", String(attempt.number))
            put("placed", attempt.placedAt)
            put("ended", attempt.endedAt)
            put(quoted: "why", attempt.why)
            for (placement, outcome) in zip(attempt.placements, attempt.outcomes) {
                line("    member", String(placement.member))
                add(placement)
                put(word: "outcome", outcome.map(CanonicalText.word))
            }
        }
    }

    private mutating func add(_ member: Member) {
        line("  member", String(member.number))
        add(member.placement)
        put("run", member.run)
        switch member.phase {
        case .ordered: put(word: "phase", "ordered")
        case .running(let pid): put("pid", pid)
        case .exited(let outcome): put(word: "exited", CanonicalText.word(outcome))
        case .waiting(let moment, let outcome):
            put("waiting", moment)
            put(word: "after", CanonicalText.word(outcome))
        case .displaced(let outcome): put(word: "displaced", CanonicalText.word(outcome))
        }
        put(word: "ready", member.isReady ? "yes" : "no")
        put("since", member.readySince)
        put("started", member.startedAt)
        put("restarts", member.restartsInARow)
        put(quoted: "unready", member.unreadyWhy)
    }

    private mutating func add(_ placement: MemberPlacement) {
        put(word: "on", placement.node.text)
        put(word: "kind", placement.kind?.text)
        put(word: "devices", IndexList.text(placement.devices))
        if let part = placement.part {
            put(word: "part", "\(part.partition)@\(part.start ?? 0)")
            put("thousandths", part.thousandths)
            put(word: "board-mW", String(part.boardWatts.milliwatts))
        }
        put("lnc", placement.lnc)
        put(word: "cores", placement.cores.map { "\($0.numaNode):\($0.core):\($0.eighths)" }.joined(separator: ","))
        put(word: "memory", placement.memory.map { "\($0.numaNode):\($0.mebibytes)" }.joined(separator: ","))
        put(word: "mW", String(placement.watts.milliwatts))
        put("port", placement.port)
    }

    private static func word(_ outcome: RunOutcome) -> String {
        switch outcome {
        case .exited(let code): "exited:\(code)"
        case .signalled(let signal): "signalled:\(signal)"
        case .timedOut: "timed-out"
        case .failedToStart(let why): "failed-to-start:" + quote(why)
        case .lost: "lost"
        }
    }
}
