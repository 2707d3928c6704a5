public import BerthModel

/// Turns what a batch of commands and reports did to the scheduler into one commit, and then into effects.
///
/// The order is what makes an acknowledgement worth something: everything that a batch caused becomes durable in one append, effects run,
/// and only then may clients be answered (invariants 3 and 4). It belongs to the scheduler's thread.
public final class Committer {
    /// What came of a batch.
    public enum Outcome: Sendable {
        /// These entries are in the journal, and their effects have run.
        case durable([JournalEntry])
        /// There was no room: the scheduler is what the journal says, and nothing of the batch happened. Reports are kept for the next one.
        case full(BerthError)
    }

    public private(set) var scheduler: Scheduler
    private let journal: any Journal
    private let executor: any Executor
    private let rebuild: () throws -> Scheduler
    /// Reports that are not durable yet.
    private var reports: [ExecutorReport] = []
    /// No batch is tried before this time: the disk was full a moment ago, and each try that fails costs a replay.
    public private(set) var fullUntil: Timestamp?
    private static let retryAfterFull = Duration.seconds(1)

    /// - Parameter rebuild: the scheduler as the journal has it, without what was not made durable, before `finishReplay(at:)`.
    public init(scheduler: Scheduler, journal: any Journal, executor: any Executor, rebuild: @escaping () throws -> Scheduler) {
        precondition(
            (scheduler.watch == nil) == (executor.lease == nil), "a scheduler watches its nodes exactly where its executor has a lease")
        self.scheduler = scheduler
        self.journal = journal
        self.executor = executor
        self.rebuild = rebuild
    }

    public func isFull(at now: Timestamp) -> Bool { fullUntil.map { now < $0 } ?? false }

    /// Keeps a report until it is durable.
    public func keep(_ report: ExecutorReport) { reports.append(report) }

    /// Makes durable what the scheduler did since the last commit, the kept reports and a scheduling pass included.
    /// - Throws: `BerthError` with code `inputOutput` when nobody knows what is on the disk: the daemon must end and recover from it.
    public func commit(at now: Timestamp) throws(BerthError) -> Outcome {
        for report in reports { scheduler.report(report, at: now) }
        scheduler.advance(to: now)
        let output = scheduler.takeOutput()
        do {
            if !output.entries.isEmpty { try journal.append(output.entries) }
        } catch let error as BerthError where error.code == .diskFull {
            try recover(at: now)
            return .full(error)
        } catch {
            throw BerthError(.inputOutput, "the journal could not be written, so what is on the disk is unknown: \(error)")
        }
        // The next batch is likely to be of the same size.
        reports.removeAll(keepingCapacity: true)
        fullUntil = nil
        for effect in output.effects { executor.perform(effect) }
        return .durable(output.entries)
    }

    /// Puts the state back to what is durable. Runs that are alive are known to the executor, so nothing is adopted; what the
    /// scheduler has to say after its replay (stops that are asked for again) waits for the next commit.
    private func recover(at now: Timestamp) throws(BerthError) {
        fullUntil = now + Committer.retryAfterFull
        do {
            scheduler = try rebuild()
            _ = try scheduler.finishReplay(at: now)
        } catch {
            throw BerthError(.inputOutput, "the journal could not be read again after the disk was full: \(error)")
        }
        // A full disk ends no node's runs: leases need no entry. The scheduler's own began anew just now.
        for case .contact(let contact) in reports {
            guard let session = scheduler.session(of: contact.node) else { continue }
            executor.renew(contact.node, beat: contact.beat, session: session)
        }
        reports.removeAll { $0.run == nil }
    }
}
