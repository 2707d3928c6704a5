import BerthModel
import BerthPolicy

extension SchedulerState {
    /// The canonical dump (invariant 5): every fact of the state in one fixed order, a line each. Two states are equal when their dumps are.
    /// - Complexity: O(jobs).
    public var canonicalDump: String {
        var lines = ["sequence \(sequence) time \(time.milliseconds) next \(jobs.nextNumber)"]
        if let revision {
            lines.append("policy \(revision.number) by \(revision.by.debugDescription) at \(revision.at.milliseconds) text \(revision.text.debugDescription)")
        }
        for (node, drain) in drains.sorted(by: { $0.key < $1.key }) {
            lines.append("drain \(node) since \(drain.since.milliseconds) by \(drain.by.debugDescription) reason \(drain.reason.debugDescription)")
        }
        for (key, number) in keys.sorted(by: { ($0.value, $0.key.uid, $0.key.text) < ($1.value, $1.key.uid, $1.key.text) }) {
            lines.append("key \(key.uid) \(key.text.debugDescription) -> \(number)")
        }
        for job in jobs.all { job.dump(into: &lines) }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Job {
    fileprivate func dump(into lines: inout [String]) {
        func text(_ moment: Timestamp?) -> String { moment.map { "\($0.milliseconds)" } ?? "-" }
        lines.append(
            "job \(id) \(state.rawValue) agency \(agency) uid \(submitter.uid) gid \(submitter.gid) priority \(priority) time \(time.map { "\($0.milliseconds)" } ?? "-")"
                + " attempt \(attempt) holder \(holder?.rawValue ?? "-") ready \(wasReady) stop \(stopReason?.rawValue ?? "-") by \((by ?? "-").debugDescription)"
                + " exit \(exitCode.map(String.init) ?? "-") at \(text(submittedAt)) \(text(placedAt)) \(text(startedAt)) \(text(endedAt)) why \((why ?? "-").debugDescription)")
        if id.task == nil || id.task == spec.array?.indexes.first { lines.append("  spec \(spec.digestLine)") }
        for member in members {
            lines.append(
                "  member \(member.placement.dumpText) run \(member.run) \(member.phase.dumpText) ready \(member.isReady) since \(text(member.readySince))"
                    + " started \(text(member.startedAt)) restarts \(member.restartsInARow) why \((member.unreadyWhy ?? "-").debugDescription)")
        }
        for attempt in history {
            lines.append("  attempt \(attempt.number) at \(text(attempt.placedAt)) \(text(attempt.endedAt)) why \(attempt.why.debugDescription)")
            for (placement, outcome) in zip(attempt.placements, attempt.outcomes) { lines.append("    \(placement.dumpText) \(outcome.map { "\($0)" } ?? "-")") }
        }
    }
}

extension Member.Phase {
    fileprivate var dumpText: String {
        switch self {
        case .ordered: "ordered"
        case .running(let pid): "running \(pid)"
        case .exited(let outcome): "exited \(outcome)"
        case .waiting(let moment, let outcome): "waiting until \(moment.milliseconds) after \(outcome)"
        }
    }
}

extension MemberPlacement {
    fileprivate var dumpText: String {
        let cores = cores.map { "\($0.numaNode):\($0.core):\($0.eighths)" }.joined(separator: ",")
        let memory = memory.map { "\($0.numaNode):\($0.mebibytes)" }.joined(separator: ",")
        let devices = devices.map(String.init).joined(separator: ",")
        return "\(member) on \(node) kind \(kind?.text ?? "-") devices [\(devices)] cores [\(cores)] memory [\(memory)] mW \(watts.milliwatts) port \(port.map(String.init) ?? "-")"
    }
}

extension JobSpec {
    /// The whole spec in one line, maps in the order of their keys.
    fileprivate var digestLine: String {
        let environment = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let labels = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let figures: [String] = [
            "\(name)", "\(jobClass)", "\(program)", "\(directory)", "\(queue?.text ?? "-")", "\(workload?.text ?? "-")", "\(nodes)", "\(replicas)",
            "\(accelerators.map(\.description))", "\(cpus.eighths)", "\(memory.count)", "\(time.map { "\($0.milliseconds)" } ?? "-")", "\(hold)",
            "\(dependencies.map(\.description))", "\(environment)", "\(output)", "\(error ?? "-")", "\(array.map { "\($0)" } ?? "-")", "\(priority)",
            "\(requeue)", "\(maxAttempts)", "\(warning.map { "\($0.signal)@\($0.before.milliseconds)" } ?? "-")", "\(grace.milliseconds)",
            "\(powerCap.map { "\($0.milliwatts)" } ?? "-")", "\(readiness.map { "\($0)" } ?? "-")", "\(nodeList.map(\.text))", "\(exclude.map(\.text))", "\(labels)",
            "\(simulation.map { "\($0)" } ?? "-")",
        ]
        return figures.map(\.debugDescription).joined(separator: " ")
    }
}

extension Scheduler {
    /// The canonical dump of the state.
    public var stateDigestText: String { state.canonicalDump }
}
