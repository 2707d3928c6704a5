import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import Testing

/// A scheduler whose nodes have leases, driven by hand: contacts and reports in, entries and effects out.
final class WatchedBench {
    static let lease = Duration.seconds(60)

    let fleet: Fleet
    private let policy: Policy
    var scheduler: Scheduler
    private(set) var entries: [JournalEntry] = []
    /// Of the last step, in order.
    private(set) var effects: [Effect] = []
    private(set) var now = Timestamp(milliseconds: 1_000_000)
    private var beats: [String: UInt64] = [:]

    init(_ fleet: Fleet, _ policy: Policy = Samples.policy()) throws {
        self.fleet = fleet
        self.policy = policy
        scheduler = try WatchedBench.scheduler(fleet, policy)
        _ = try scheduler.applyPolicy(text: "", policy: policy, ifRevision: nil, by: Samples.root, at: now)
        settle()
    }

    private static func scheduler(_ fleet: Fleet, _ policy: Policy) throws -> Scheduler {
        let seed = PolicyRevision(number: 1, text: "", by: "root", at: Timestamp(milliseconds: 0), policy: policy)
        return try Scheduler(fleet: fleet, catalogue: .shipped, revision: seed, lease: lease)
    }

    private func settle() {
        scheduler.advance(to: now)
        let output = scheduler.takeOutput()
        entries += output.entries
        effects = output.effects
        let held = scheduler.state.jobs.all.filter(\.state.isActive).flatMap(\.placements)
        #expect(scheduler.placement.checkInvariants(placements: held) == [])
    }

    func submit(_ spec: JobSpec) throws -> JobID {
        let id = try scheduler.submit(spec, by: Samples.ann, key: nil, at: now).id
        settle()
        return id
    }

    func report(_ report: ExecutorReport) {
        scheduler.report(report, at: now)
        settle()
    }

    /// The keeper of a node speaks.
    func contact(_ node: String, boot: UInt64 = 1, _ runs: [NodeContact.Run] = []) throws {
        beats[node, default: 0] += 1
        report(.contact(NodeContact(node: try NodeName(node), beat: beats[node] ?? 0, boot: boot, runs: runs)))
    }

    /// Lets time pass while only these nodes are heard, every twenty seconds, with what they are said to run.
    func pass(_ duration: Duration, heard nodes: [String], _ runs: [String: [NodeContact.Run]] = [:]) throws {
        let end = now + duration
        while now < end {
            now = min(end, now + .seconds(20))
            for node in nodes { try contact(node, runs[node] ?? []) }
            scheduler.advance(to: now)
            settle()
        }
    }

    /// The daemon dies and comes back.
    func restart() throws {
        scheduler = try WatchedBench.scheduler(fleet, policy)
        for entry in entries { try scheduler.replay(entry) }
        _ = try scheduler.finishReplay(at: now)
        beats = [:]
        settle()
    }

    func job(_ id: JobID) throws -> Job { try scheduler.job(id, visibleTo: Samples.root) }
    func run(_ id: JobID, attempt: Int = 1, member: Int = 0, run: Int = 1) -> RunID {
        RunID(job: id, attempt: attempt, member: member, run: run)
    }
    func node(_ id: JobID, member: Int = 0) throws -> String { try job(id).members[member].placement.node.text }
    var nodeRecords: [JournalEntry.Record] {
        entries.map(\.record).filter {
            switch $0 {
            case .nodeLost, .nodeBack, .nodeSteady: true
            default: false
            }
        }
    }
}
