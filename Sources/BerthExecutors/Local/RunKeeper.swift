import BerthModel
import BerthScheduler
import BerthSystem
import FoundationEssentials
import Logging

/// Keeps the runs of a host: the executor's thread and all its state.
final class RunKeeper {
    /// A run whose end has not been forgotten yet.
    struct Kept {
        var reader: RunReader
        /// The supervisor, where this process has started it and has to wait for it.
        var child: Int32?
        var stop: StopRequest?
        /// False: nobody asked for it any more when it was found. It is ended, unreported, and removed.
        var isExpected = true
        /// Whether its last report was made.
        var isReported = false
    }

    /// Between two looks at all runs.
    static let sweepInterval: Int64 = 2000

    let directory: String
    let supervisor: String
    let composer: OrderComposer
    let log: Logger
    let sink: @Sendable (ExecutorReport) -> Void
    var runs: [RunID: Kept] = [:]
    /// Supervisors that have recorded an end but not ended themselves yet.
    var leaving: Set<Int32> = []

    init(
        directory: String, supervisor: String, composer: OrderComposer, log: Logger, sink: @escaping @Sendable (ExecutorReport) -> Void
    ) {
        self.directory = directory
        self.supervisor = supervisor
        self.composer = composer
        self.log = log
        self.sink = sink
    }

    /// The body of the executor's thread.
    func serve(_ mailbox: Mailbox, _ reports: ReportPipe) {
        var nextSweep = SystemClock.monotonic() + RunKeeper.sweepInterval
        while true {
            let ready: [Bool]
            let poked: Set<RunID>
            do throws(SystemError) {
                let left = nextSweep - SystemClock.monotonic()
                ready = try Poll.wait([(mailbox.arrival, .readable), (reports.descriptor, .readable)], milliseconds: left)
                poked = ready[1] ? try reports.read() : []
            } catch {
                preconditionFailure("the executor cannot wait on its own pipes: \(error)")
            }
            if ready[0] {
                for message in mailbox.takeAll() {
                    if case .close = message { return leave() }
                    handle(message)
                }
            }
            for run in poked where runs[run] != nil { readRecords(run) }
            if nextSweep <= SystemClock.monotonic() {
                sweep()
                nextSweep = SystemClock.monotonic() + RunKeeper.sweepInterval
            }
        }
    }

    /// Waits for the supervisors that have nothing left to do. The others live on without this process.
    private func leave() {
        for child in leaving { _ = try? Processes.wait(for: child) }
        for kept in runs.values { if let child = kept.child { _ = try? Processes.poll(child) } }
    }

    private func handle(_ message: Mailbox.Message) {
        switch message {
        case .start(let order): startOnce(order)
        case .adopt(let orders):
            orders.forEach(startOnce)
            endUnexpected()
        case .stop(let run, let grace, let reason):
            stop(run, StopRequest(signal: Signal.terminate.rawValue, grace: grace.milliseconds, reason: reason.rawValue))
        case .forget(let runs): runs.forEach(forget)
        case .close: break
        }
    }

    func runDirectory(_ run: RunID) -> RunDirectory { RunDirectory(path: "\(directory)/\(run)") }

    /// Reports what a run's records say that was not reported yet.
    func readRecords(_ run: RunID) {
        do {
            for report in try runs[run]?.reader.readReports() ?? [] { report.isLast ? end(report) : send(report) }
        } catch {
            log.error("the records of a run cannot be read", metadata: ["run": "\(run)", "error": "\(error)"])
        }
    }

    /// Makes the last report of a run, once.
    func end(_ report: ExecutorReport) {
        guard let kept = runs[report.run], !kept.isReported else { return }
        if let child = kept.child { leaving.insert(child) }
        runs[report.run]?.child = nil
        runs[report.run]?.isReported = true
        waitForLeaving()
        if kept.isExpected { sink(report) } else { forget(report.run) }
    }

    func forget(_ run: RunID) {
        do throws(SystemError) {
            try Files.removeTree(runDirectory(run).path)
            runs[run] = nil
        } catch {
            log.error("a run directory cannot be removed", metadata: ["run": "\(run)", "error": "\(error)"])
        }
    }

    func waitForLeaving() {
        for child in leaving where (try? Processes.poll(child)) ?? nil != nil { leaving.remove(child) }
    }

    private func send(_ report: ExecutorReport) {
        if runs[report.run]?.isExpected == true { sink(report) }
    }
}

extension ExecutorReport {
    var isLast: Bool { if case .exited = self { true } else { false } }
}
