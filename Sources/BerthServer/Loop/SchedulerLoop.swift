import BerthModel
import BerthPolicy
import BerthScheduler
import Logging

/// Owns the scheduler, its journal and its executor, and turns batches of commands into commits. It lives on one thread.
///
/// The order inside a round is what makes an acknowledgement worth something: commands change the state in memory, everything they
/// caused becomes durable in one commit, effects run, and only then are clients answered (invariants 3 and 4). All commands that
/// arrive while a commit waits for the disk share the next one.
final class SchedulerLoop {
    private let committer: Committer
    /// Every revision of the policy that is in the journal, by number.
    private(set) var revisions: [Int: PolicyRevision]
    let journal: any Journal
    /// The executor, where its runs end by the passing of time alone.
    private let simulated: SimulatedExecutor?
    private let clock: @Sendable () -> Timestamp
    private let fail: (BerthError) -> Never
    /// Called after each commit, for those who follow the journal.
    private let committed: () -> Void
    private let log: Logger
    /// Closes what the loop holds, after its last round.
    let finish: () -> Void
    /// Throws while only the reserve of the disk is left, which is kept for the ends of what runs.
    let requireRoom: () throws(BerthError) -> Void

    /// - Parameters:
    ///   - rebuild: the scheduler as the journal has it, without what was not made durable.
    ///   - fail: ends the process: after an error of unknown extent only a restart knows what is on the disk.
    init(
        scheduler: Scheduler, revisions: [Int: PolicyRevision], journal: any Journal, executor: any Executor,
        clock: @escaping @Sendable () -> Timestamp,
        rebuild: @escaping () throws -> Scheduler, fail: @escaping (BerthError) -> Never, committed: @escaping () -> Void,
        requireRoom: @escaping () throws(BerthError) -> Void = {}, finish: @escaping () -> Void = {}, log: Logger
    ) {
        committer = Committer(scheduler: scheduler, journal: journal, executor: executor, rebuild: rebuild)
        self.revisions = revisions
        self.journal = journal
        self.simulated = executor as? SimulatedExecutor
        self.clock = clock
        self.fail = fail
        self.committed = committed
        self.requireRoom = requireRoom
        self.finish = finish
        self.log = log
    }

    var scheduler: Scheduler { committer.scheduler }
    var now: Timestamp { clock() }

    /// Milliseconds until something is due; nil: never.
    var delay: Int64? {
        let due = committer.fullUntil ?? [scheduler.nextWake, simulated?.nextEvent].compactMap { $0 }.min()
        return due.map { max(0, ($0 - now).milliseconds) }
    }

    /// One round: a batch of commands, one commit, effects, answers.
    /// - Returns: false when the batch held the last command.
    func round(_ commands: [Command]) -> Bool {
        let now = now
        let isFull = committer.isFull(at: now)
        // What it reports comes through the mailbox, as every executor's reports do, and so into the next round.
        simulated?.advance(to: now)
        var settlements: [Command.Settlement] = []
        var reads: [@Sendable (SchedulerLoop) -> Void] = []
        var goesOn = true
        for command in commands {
            switch command {
            case .change(_, let refuse) where isFull: refuse(SchedulerLoop.full)
            case .change(let change, _): settlements.append(change(self, now))
            case .read(let read, _): reads.append(read)
            case .report(let report): committer.keep(report)
            case .stop: goesOn = false
            }
        }
        let fault = isFull ? nil : commit(at: now)
        for settle in settlements { settle(self, fault) }
        for read in reads { read(self) }
        return goesOn
    }

    /// - Returns: why the batch is not durable; nil when it is.
    private func commit(at now: Timestamp) -> BerthError? {
        do throws(BerthError) {
            switch try committer.commit(at: now) {
            case .full(let error):
                log.error("the disk is full: changes are refused until there is room", metadata: ["error": "\(error)"])
                return SchedulerLoop.full
            case .durable(let entries):
                for entry in entries {
                    if case .policyApplied(let revision) = entry.record { revisions[revision.number] = revision }
                }
                if !entries.isEmpty { committed() }
                return nil
            }
        } catch {
            fail(error)
        }
    }

    private static let full = BerthError(
        .diskFull, "the disk of the state directory is full, so nothing can be accepted", hint: "free some room, then try again")
}
