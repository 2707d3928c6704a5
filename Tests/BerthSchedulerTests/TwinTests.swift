import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import Synchronization
import Testing

@Suite("In-memory twins")
struct TwinTests {
    private final class Reports: Sendable {
        let list = Mutex<[ExecutorReport]>([])
        var all: [ExecutorReport] { list.withLock { $0 } }
    }

    private let start = Timestamp(milliseconds: 0)

    private func executor() -> (SimulatedExecutor, Reports) {
        let reports = Reports()
        return (SimulatedExecutor(at: start) { report in reports.list.withLock { $0.append(report) } }, reports)
    }

    private func order(_ number: UInt64, isService: Bool = false, limit: Duration? = nil, _ simulation: Simulation? = nil) -> StartOrder {
        StartOrder(
            run: RunID(job: JobID(number: number), attempt: 1, member: 0, run: 1), submitter: Samples.ann.submitter,
            node: NodeName(literal: "n"),
            program: .command(["true"]), directory: "/", environment: [:], cpus: [], memoryNodes: [], output: "out", error: nil,
            timeLimit: limit,
            warning: nil, grace: .zero, readiness: nil, port: nil, simulation: simulation, isService: isService)
    }

    @Test("simulated runs end when they declare, at their limit, or after a minute, in the order of time")
    func courses() {
        let (executor, reports) = executor()
        let orders = [
            order(1), order(2, limit: .seconds(20)), order(3, Simulation(duration: .seconds(30), exit: 4)),
            order(4, limit: .seconds(10), Simulation(duration: .seconds(30))), order(5, isService: true),
        ]
        for order in orders { executor.start(order) }
        #expect(reports.all == orders.enumerated().map { .started($1.run, pid: $0 + 1) })
        #expect(executor.nextEvent == start + .seconds(10))
        executor.advance(to: start + .seconds(3600))
        #expect(
            reports.all.dropFirst(5) == [
                .exited(orders[3].run, .timedOut), .exited(orders[1].run, .exited(code: 0)), .exited(orders[2].run, .exited(code: 4)),
                .exited(orders[0].run, .exited(code: 0)),
            ])
    }

    @Test("a run is started once and ends once, however often it is asked")
    func idempotent() {
        let (executor, reports) = executor()
        let service = order(1, isService: true)
        executor.start(service)
        executor.start(service)
        executor.adopt([service])
        executor.stop(service.run, grace: .zero, reason: .cancelled)
        executor.stop(service.run, grace: .zero, reason: .cancelled)
        executor.start(service)
        executor.forget([service.run])
        #expect(reports.all == [.started(service.run, pid: 1), .exited(service.run, .signalled(signal: 15))])
    }

    @Test("a journal that fails keeps nothing, and goes on when it can")
    func journal() throws {
        let journal = MemoryJournal()
        let entries = (1...3).map {
            JournalEntry(sequence: UInt64($0), time: start, record: .nodeDrained(NodeName(literal: "n"), reason: "r", by: "root"))
        }
        journal.failure = BerthError(.diskFull, "no room")
        #expect(refusal { try journal.append(entries) }?.code == .diskFull)
        #expect(journal.entries.isEmpty)
        journal.failure = nil
        try journal.append(entries)
        #expect(journal.entries(after: 1, limit: 1) == [entries[1]])
        #expect(journal.entries(after: 3, limit: 9).isEmpty)
    }

    @Test("a daemon whose disk is full rebuilds itself from the journal and has lost nothing that it acknowledged")
    func diskFull() throws {
        let bench = try Bench(Samples.mixedFleet())
        let kept = try bench.submit(Samples.job { $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 8)] })
        let before = bench.scheduler.stateDigestText
        _ = try bench.scheduler.submit(Samples.job(), by: Samples.ann, key: nil, at: bench.now)
        // The batch could not be appended: the scheduler is thrown away.
        let rebuilt = try bench.replayed()
        _ = try rebuilt.finishReplay(at: bench.now)
        #expect(rebuilt.stateDigestText == before)
        #expect(rebuilt.placement.checkInvariants(placements: try bench.job(kept).placements).isEmpty)
        #expect(try rebuilt.submit(Samples.job(), by: Samples.ann, key: nil, at: bench.now) == .created(JobID(number: 2)))
    }

    @Test("a manual clock goes only forward and only when told")
    func clock() {
        let clock = ManualClock(start)
        clock.advance(by: .seconds(5))
        clock.advance(to: start)
        #expect(clock.now == start + .seconds(5))
    }
}
