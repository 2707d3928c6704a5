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
        /// What this process has started: a supervisor that goes on as init's child as soon as it holds the run, and ends here.
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
            for run in poked where runs[run] != nil {
                // What has been recorded was recorded by a holder.
                waitForChild(run)
                readRecords(run)
            }
            if nextSweep <= SystemClock.monotonic() {
                sweep()
                nextSweep = SystemClock.monotonic() + RunKeeper.sweepInterval
            }
        }
    }

    /// Waits for the supervisors that are just starting. They live on without this process.
    private func leave() { runs.keys.forEach(waitForChild) }

    /// Waits for a supervisor to hold its run, which takes milliseconds.
    func waitForChild(_ run: RunID) {
        guard let child = runs[run]?.child else { return }
        _ = try? Processes.wait(for: child)
        runs[run]?.child = nil
    }

    private func handle(_ message: Mailbox.Message) {
        switch message {
        case .start(let order): startOnce(order)
        case .adopt(let orders):
            orders.forEach(startOnce)
            endUnexpected()
        case .stop(let run, let request): stop(run, request)
        case .forget(let runs): runs.forEach(forget)
        case .close: break
        }
    }

    func runDirectory(_ run: RunID) -> RunDirectory { RunDirectory(path: "\(directory)/\(run)") }

    /// Reports what a run's records say that was not reported yet.
    func readRecords(_ run: RunID) {
        guard var reader = runs[run]?.reader else { return }
        do throws(SystemError) {
            let reports = try reader.readReports()
            if reader.unreadable > runs[run]?.reader.unreadable ?? 0 {
                log.warning("the records of a run are damaged", metadata: ["run": "\(run)"])
            }
            runs[run]?.reader = reader
            for report in reports { report.isLast ? end(report) : send(report) }
        } catch {
            log.error("the records of a run cannot be read", metadata: ["run": "\(run)", "error": "\(error)"])
        }
    }

    /// Makes the last report of a run, once.
    func end(_ report: ExecutorReport) {
        guard let run = report.run, let kept = runs[run], !kept.isReported else { return }
        waitForChild(run)
        runs[run]?.isReported = true
        if kept.isExpected { sink(report) } else { forget(run) }
    }

    /// Removes what was kept of a run that has ended.
    func forget(_ run: RunID) {
        guard runs[run]?.isReported == true else { return }
        do throws(SystemError) {
            try Files.removeTree(runDirectory(run).path)
            runs[run] = nil
        } catch {
            log.error("a run directory cannot be removed", metadata: ["run": "\(run)", "error": "\(error)"])
        }
    }

    private func send(_ report: ExecutorReport) {
        if let run = report.run, runs[run]?.isExpected == true { sink(report) }
    }
}

extension ExecutorReport {
    var isLast: Bool { if case .exited = self { true } else { false } }
}
