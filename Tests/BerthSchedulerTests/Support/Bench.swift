import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import Synchronization
import Testing

/// A scheduler with a simulated executor and a journal in memory, driven by hand.
final class Bench {
    private final class Sink: Sendable {
        let reports = Mutex<[ExecutorReport]>([])
    }

    let fleet: Fleet
    let policy: Policy
    var scheduler: Scheduler
    let journal = MemoryJournal()
    private let sink: Sink
    private(set) var executor: SimulatedExecutor
    private(set) var now = Timestamp(milliseconds: 1_000_000)
    /// Effects of the last step, in order.
    private(set) var effects: [Effect] = []
    /// Reports that are kept from the scheduler, by run: a member that hangs.
    var silent: (ExecutorReport) -> Bool = { _ in false }

    init(_ fleet: Fleet, _ policy: Policy = Samples.policy()) throws {
        self.fleet = fleet
        self.policy = policy
        let sink = Sink()
        self.sink = sink
        executor = SimulatedExecutor(at: Timestamp(milliseconds: 1_000_000)) { report in sink.reports.withLock { $0.append(report) } }
        scheduler = try Bench.scheduler(fleet, policy)
        _ = try scheduler.applyPolicy(text: "", policy: policy, ifRevision: nil, by: Samples.root, at: now)
        settle()
    }

    static func scheduler(_ fleet: Fleet, _ policy: Policy) throws -> Scheduler {
        let seed = PolicyRevision(number: 1, text: "", by: "root", at: Timestamp(milliseconds: 0), policy: policy)
        return try Scheduler(fleet: fleet, catalogue: .shipped, revision: seed)
    }

    /// What the server's thread does: a pass, the journal, the effects; again while reports come.
    private func settle() {
        repeat {
            let reports = sink.reports.withLock { reports in
                defer { reports = [] }
                return reports
            }
            for report in reports where !silent(report) { scheduler.report(report, at: now) }
            scheduler.advance(to: now)
            let output = scheduler.takeOutput()
            do { try journal.append(output.entries) } catch { Issue.record(error) }
            effects += output.effects
            for effect in output.effects { executor.perform(effect) }
        } while !sink.reports.withLock(\.isEmpty)
        check()
    }

    /// Lets time pass, stopping at everything that happens in between.
    func pass(_ duration: Duration) {
        let end = now + duration
        effects = []
        while let next = [executor.nextEvent, scheduler.nextWake].compactMap({ $0 }).min(), next <= end {
            now = max(now, next)
            executor.advance(to: now)
            settle()
        }
        now = end
        executor.advance(to: now)
        settle()
    }

    func report(_ report: ExecutorReport) {
        effects = []
        scheduler.report(report, at: now)
        settle()
    }

    /// A command, and what follows from it.
    @discardableResult
    func run<Result>(_ command: (Scheduler) throws -> Result) throws -> Result {
        effects = []
        let result = try command(scheduler)
        settle()
        return result
    }

    @discardableResult
    func submit(_ spec: JobSpec, by caller: Caller = Samples.ann, key: String? = nil) throws -> JobID {
        try run { try $0.submit(spec, by: caller, key: key, at: now).id }
    }

    func job(_ id: JobID) throws -> Job { try scheduler.job(id, visibleTo: Samples.root) }
    func state(_ id: JobID) throws -> JobState { try job(id).state }

    /// A scheduler made from the journal alone, as after a crash.
    func replayed(_ count: Int? = nil) throws -> Scheduler {
        let scheduler = try Bench.scheduler(fleet, policy)
        for entry in journal.entries.prefix(count ?? journal.entries.count) { try scheduler.replay(entry) }
        return scheduler
    }

    /// The daemon dies and comes back; the simulated processes start anew.
    func restart() throws {
        scheduler = try replayed()
        let sink = sink
        sink.reports.withLock { $0 = [] }
        executor = SimulatedExecutor(at: now) { report in sink.reports.withLock { $0.append(report) } }
        executor.adopt(try scheduler.finishReplay(at: now))
        settle()
    }

    /// Invariants 1, 2, 5, 6 and 8.
    func check(_ location: SourceLocation = #_sourceLocation) {
        let jobs = Array(scheduler.state.jobs.all)
        let held = jobs.filter(\.state.isActive).flatMap(\.placements)
        let faults = scheduler.placement.checkInvariants(placements: held)
        #expect(faults.isEmpty, "\(faults)", sourceLocation: location)
        for job in jobs {
            let count = job.members.count
            #expect(
                !job.state.isActive || (job.spec.members.min...job.spec.members.max).contains(count),
                "(6) job \(job.id) has \(count) members", sourceLocation: location)
            let isWaiting = job.state == .pending || job.state == .held
            #expect((scheduler.reason(of: job) != nil) == isWaiting, "(8) job \(job.id) is \(job.state.rawValue)", sourceLocation: location)
        }
        let ports = held.compactMap { member in member.port.map { "\(member.node):\($0)" } }
        #expect(Set(ports).count == ports.count, "a port has two owners", sourceLocation: location)
    }
}

/// The error that a call throws.
func refusal(_ body: () throws -> some Any, _ location: SourceLocation = #_sourceLocation) -> BerthError? {
    do {
        _ = try body()
        Issue.record("nothing was refused", sourceLocation: location)
        return nil
    } catch let error as BerthError {
        return error
    } catch {
        Issue.record(error, sourceLocation: location)
        return nil
    }
}
