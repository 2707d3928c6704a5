import BerthAPI
import BerthModel
import BerthPolicy
import BerthScheduler

extension EventView {
    init(_ entry: JournalEntry) {
        let (kind, job, message) = EventView.read(entry.record)
        self.init(sequence: entry.sequence, time: "\(entry.time)", kind: kind, job: job.map { "\($0)" }, message: message)
    }

    /// Says that the stream lives. It repeats the position of the last event, so that resuming from any line is right.
    static func heartbeat(at sequence: UInt64, _ now: Timestamp) -> EventView {
        EventView(sequence: sequence, time: "\(now)", kind: "heartbeat", job: nil, message: "nothing new")
    }

    private static func read(_ record: JournalEntry.Record) -> (kind: String, job: JobID?, message: String) {
        switch record {
        case .job(let id, let event): (kebab(event.word), id, "job \(id) \(sentence(event))")
        case .policyApplied(let revision): ("policy-applied", nil, "policy revision \(revision.number) was applied by \(revision.by)")
        case .policyScheduled(let scheduled):
            ("policy-scheduled", nil, "a policy was scheduled for \(scheduled.due) by \(scheduled.by), as number \(scheduled.number)")
        case .policyUnscheduled(let number, _, let why, _):
            ("policy-unscheduled", nil, "scheduled policy \(number) is off the list: \(why)")
        case .nodeDrained(let node, let reason, let by): ("node-drained", nil, "node \(node) was drained by \(by): \(reason)")
        case .nodeUndrained(let node, let by): ("node-undrained", nil, "node \(node) was undrained by \(by)")
        case .nodeLost(let node): ("node-lost", nil, "node \(node) was silent for its lease and counts as lost")
        case .nodeBack(let node, let until):
            ("node-back", nil, "node \(node) is back" + (until.map { ", and takes nothing before \($0): it was lost too often" } ?? ""))
        case .nodeScrubbing(let node, let label):
            ("node-scrubbing", nil, "node \(node) is to be scrubbed for \(label?.text ?? "jobs without a label")")
        case .nodeScrubbed(let node): ("node-scrubbed", nil, "node \(node) was scrubbed and has its new label")
        case .nodeScrubFailed(let node, let why): ("node-scrub-failed", nil, "the scrub of node \(node) failed: \(why)")
        case .nodeSteady(let node): ("node-steady", nil, "node \(node) takes jobs again")
        }
    }

    /// `restart-planned` for `restartPlanned`: the words of the stream.
    private static func kebab(_ word: String) -> String {
        word.reduce(into: "") { $0 += $1.isUppercase ? "-\($1.lowercased())" : "\($1)" }
    }

    private static func sentence(_ event: JobEvent) -> String {
        switch event {
        case .submitted(let submission): "was submitted by \(submission.submitter.user) for agency \(submission.agency)"
        case .held(let holder): "was held by its \(holder.rawValue)"
        case .released(let by): "was released by \(by)"
        case .placed(let attempt, let members):
            "was placed on \(NameRange.compress(Set(members.map(\.node.text)).sorted())) (attempt \(attempt))"
        case .started(let run, let pid): "started member \(run.member) as process \(pid)"
        case .ready(let run): "has replica \(run.member) ready"
        case .unready(let run, let why): "has replica \(run.member) not ready: \(why)"
        case .exited(let run, let outcome): "lost member \(run.member): \(outcome.word)"
        case .restartPlanned(let run, let moment): "starts replica \(run.member) again at \(moment)"
        case .displaced(let run): "looks for another node for replica \(run.member)"
        case .stopping(let reason, let by): "is being stopped (\(reason.rawValue)) by \(by)"
        case .requeued(let attempt, let why): "waits again after attempt \(attempt): \(why)"
        case .ended(let state, _, let why): "ended as \(state.rawValue): \(why)"
        case .updated(let priority, let time, let by):
            "was changed by \(by)" + (priority.map { ", priority \($0)" } ?? "") + (time.map { ", time limit \($0.short)" } ?? "")
        }
    }
}
