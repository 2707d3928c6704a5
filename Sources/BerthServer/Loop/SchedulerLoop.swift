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
    private(set) var scheduler: Scheduler
    /// Every revision of the policy that is in the journal, by number.
    private(set) var revisions: [Int: PolicyRevision]
    let journal: any Journal
    private let executor: any Executor
    /// The executor again, where its runs end by the passing of time alone.
    private let simulated: SimulatedExecutor?
    private let clock: @Sendable () -> Timestamp
    private let rebuild: () throws -> Scheduler
    private let fail: (BerthError) -> Never
    /// Called after each commit, for those who follow the journal.
    private let committed: () -> Void
    private let log: Logger
    /// Closes what the loop holds, after its last round.
    let finish: () -> Void
    /// Throws while only the reserve of the disk is left, which is kept for the ends of what runs.
    let requireRoom: () throws(BerthError) -> Void

    /// Reports that are not durable yet.
    private var reports: [ExecutorReport] = []
    /// No change is tried before this time: the disk was full a moment ago, and each try that fails costs a replay.
    private var fullUntil: Timestamp?
    private static let retryAfterFull = Duration.seconds(1)

    /// - Parameters:
    ///   - rebuild: the scheduler as the journal has it, without what was not made durable.
    ///   - fail: ends the process: after an error of unknown extent only a restart knows what is on the disk.
    init(
        scheduler: Scheduler, revisions: [Int: PolicyRevision], journal: any Journal, executor: any Executor,
        clock: @escaping @Sendable () -> Timestamp,
        rebuild: @escaping () throws -> Scheduler, fail: @escaping (BerthError) -> Never, committed: @escaping () -> Void,
        requireRoom: @escaping () throws(BerthError) -> Void = {}, finish: @escaping () -> Void = {}, log: Logger
    ) {
        self.scheduler = scheduler
        self.revisions = revisions
        self.journal = journal
        self.executor = executor
        self.simulated = executor as? SimulatedExecutor
        self.clock = clock
        self.rebuild = rebuild
        self.fail = fail
        self.committed = committed
        self.requireRoom = requireRoom
        self.finish = finish
        self.log = log
    }

    var now: Timestamp { clock() }

    /// Milliseconds until something is due; nil: never.
    var delay: Int64? {
        let due = fullUntil ?? [scheduler.nextWake, simulated?.nextEvent].compactMap { $0 }.min()
        return due.map { max(0, ($0 - now).milliseconds) }
    }

    /// One round: a batch of commands, one commit, effects, answers.
    /// - Returns: false when the batch held the last command.
    func round(_ commands: [Command]) -> Bool {
        let now = now
        let isFull = fullUntil.map { now < $0 } ?? false
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
            case .report(let report): reports.append(report)
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
        for report in reports { scheduler.report(report, at: now) }
        scheduler.advance(to: now)
        let output = scheduler.takeOutput()
        do {
            if !output.entries.isEmpty { try journal.append(output.entries) }
        } catch let error as BerthError where error.code == .diskFull {
            recover(from: error, at: now)
            return SchedulerLoop.full
        } catch {
            fail(BerthError(.inputOutput, "the journal could not be written, so what is on the disk is unknown: \(error)"))
        }
        reports = []
        fullUntil = nil
        for case .policyApplied(let revision) in output.entries.map(\.record) { revisions[revision.number] = revision }
        for effect in output.effects { executor.perform(effect) }
        if !output.entries.isEmpty { committed() }
        return nil
    }

    /// Puts the state back to what is durable. Runs that are alive are known to the executor, so nothing is adopted; what the
    /// scheduler has to say after its replay (stops that are asked for again) waits for the next commit.
    private func recover(from error: BerthError, at now: Timestamp) {
        log.error("the disk is full: changes are refused until there is room", metadata: ["error": "\(error)"])
        fullUntil = now + SchedulerLoop.retryAfterFull
        do {
            scheduler = try rebuild()
            _ = try scheduler.finishReplay(at: now)
        } catch {
            fail(BerthError(.inputOutput, "the journal could not be read again after the disk was full: \(error)"))
        }
    }

    private static let full = BerthError(
        .diskFull, "the disk of the state directory is full, so nothing can be accepted", hint: "free some room, then try again")
}
