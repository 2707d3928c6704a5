import BerthModel
import BerthPolicy
import BerthScheduler

/// Journal entries as a scenario shows them: one line each, with the seconds since its start.
enum EntryText {
    static func line(_ entry: JournalEntry) -> String {
        let elapsed = entry.time - ScenarioWorld.start
        let seconds = "\(elapsed.seconds).\(elapsed.milliseconds % 1000 / 100)"
        return String(repeating: " ", count: max(0, 7 - seconds.count)) + seconds + "  " + text(entry.record)
    }

    private static func text(_ record: JournalEntry.Record) -> String {
        switch record {
        case .job(let id, let event): "\(id) \(text(event))"
        case .policyApplied(let revision): "policy revision \(revision.number) by \(revision.by)" + (revision.note.map { ", \($0)" } ?? "")
        case .policyScheduled(let scheduled): "policy \(scheduled.number) scheduled for \(scheduled.due) by \(scheduled.by)"
        case .policyUnscheduled(let number, _, let why, let by): "scheduled policy \(number) off the list by \(by): \(why)"
        case .nodeDrained(let node, let reason, let by): "\(node) drained by \(by): \(reason)"
        case .nodeUndrained(let node, let by): "\(node) undrained by \(by)"
        case .nodeLost(let node): "\(node) lost"
        case .nodeBack(let node, let until): "\(node) back" + (until.map { " held until \($0)" } ?? "")
        case .nodeSteady(let node): "\(node) steady"
        }
    }

    private static func text(_ event: JobEvent) -> String {
        switch event {
        case .submitted(let submission): "submitted for \(submission.agency) by \(submission.submitter.user)"
        case .held(let holder): "held by its \(holder.rawValue)"
        case .released(let by): "released by \(by)"
        case .placed(let attempt, let members): "placed, attempt \(attempt): \(members.map(text).joined(separator: "; "))"
        case .started(let run, _): "started \(short(run))"
        case .ready(let run): "ready \(short(run))"
        case .unready(let run, let why): "unready \(short(run)): \(why)"
        case .exited(let run, let outcome): "exited \(short(run)): \(text(outcome))"
        case .restartPlanned(let run, let moment): "restart of \(short(run)) at \((moment - ScenarioWorld.start).short)"
        case .displaced(let run): "displaced \(short(run))"
        case .stopping(let reason, let by): "stopping, \(reason.rawValue), by \(by)"
        case .requeued(let attempt, let why): "requeued after attempt \(attempt): \(why)"
        case .ended(let state, let code, let why):
            "ended \(state.rawValue)\(code.map { " with \($0)" } ?? "")\(why.isEmpty ? "" : ": \(why)")"
        case .updated(let priority, let time, let by):
            "updated by \(by)\(priority.map { ", priority \($0)" } ?? "")\(time.map { ", time \($0.short)" } ?? "")"
        }
    }

    /// `member.run`; job and attempt stand on the line already.
    private static func short(_ run: RunID) -> String { "\(run.member).\(run.run)" }

    private static func text(_ outcome: RunOutcome) -> String {
        switch outcome {
        case .exited(let code): "code \(code)"
        case .signalled(let signal): "signal \(signal)"
        case .timedOut: "time limit"
        case .failedToStart(let why): "did not start, \(why)"
        case .lost: "lost"
        }
    }

    static func text(_ member: MemberPlacement) -> String {
        let part = member.part.map { " \($0.partition)@\($0.start.map(String.init) ?? "-") of \($0.boardWatts)" } ?? ""
        let lnc = member.lnc.map { " lnc=\($0)" } ?? ""
        let devices = member.kind.map { " \($0)[\(member.devices.map(String.init).joined(separator: ","))]\(part)\(lnc)" } ?? ""
        let cores = CoreShare(eighths: member.cores.reduce(0) { $0 + $1.eighths })
        let port = member.port.map { " port \($0)" } ?? ""
        return "\(member.member) on \(member.node)\(devices) \(cores) cores \(member.watts)\(port)"
    }
}
