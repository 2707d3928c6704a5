public import BerthModel
public import BerthScheduler
import BerthSystem
public import Logging

/// Runs jobs as processes of this host, each through a supervisor that outlives the daemon.
///
/// All work is done by one thread: the calls of the port leave a message for it, supervisors poke it through a FIFO, and every two
/// seconds it looks at all runs by itself, in case a poke was missed or a supervisor has been killed.
/// What it knows stands in the run directories, so a new executor on the same state directory takes over where the last one was.
public final class LocalExecutor: Executor {
    private let mailbox: Mailbox
    private let thread: SystemThread
    private let scrubber: Scrubber

    /// - Parameters:
    ///   - stateDirectory: an existing directory of this process's user, which nobody else may enter.
    ///   - supervisor: the path of the `berth-supervisor` program.
    ///   - sink: takes reports, on the executor's own thread, and must not wait long.
    /// - Throws: `BerthError` with code `inputOutput` or `diskFull`.
    public init(
        stateDirectory: String, supervisor: String, log: Logger, sink: @escaping @Sendable (ExecutorReport) -> Void
    ) throws(BerthError) {
        do throws(SystemError) {
            let mailbox = try Mailbox()
            // Absolute, because it is passed to programs that start elsewhere, and because it marks this daemon's processes.
            let stateDirectory = try Files.resolve(stateDirectory)
            let fifo = "\(stateDirectory)/reports"
            let reports = try ReportPipe.open(fifo)
            let runs = "\(stateDirectory)/runs"
            try Files.createDirectory(runs, permissions: 0o700)
            let composer = OrderComposer(reports: fifo)
            thread = try SystemThread(name: "local-executor") {
                RunKeeper(directory: runs, supervisor: supervisor, composer: composer, log: log, sink: sink)
                    .serve(mailbox, ReportPipe(reports))
            }
            self.mailbox = mailbox
            scrubber = Scrubber(directory: stateDirectory, log: log, sink: sink)
        } catch {
            throw BerthError(executor: error)
        }
    }

    public func start(_ order: StartOrder) { mailbox.post(.start(order)) }
    public func adopt(_ orders: [StartOrder]) { mailbox.post(.adopt(orders)) }
    public func stop(_ run: RunID, grace: Duration, reason: StopReason, signal: Int) {
        mailbox.post(.stop(run, StopRequest(signal: Int32(signal), grace: grace.milliseconds, reason: reason.rawValue)))
    }
    public func scrub(_ order: ScrubOrder) { scrubber.scrub(order) }
    public func forget(_ runs: [RunID]) { mailbox.post(.forget(runs)) }

    /// Ends the executor's thread, after the messages it already has. Jobs run on; no report follows. Call once.
    public func close() {
        mailbox.post(.close)
        thread.join()
    }

    /// The supervisor that was installed beside the running program.
    /// - Throws: `BerthError` with code `notFound`.
    public static func installedSupervisor() throws(BerthError) -> String {
        let program: String
        do throws(SystemError) { program = try CurrentProcess.executable() } catch { throw BerthError(executor: error) }
        let path = "\(Files.parent(of: program))/berth-supervisor"
        guard Files.exists(path) else { throw BerthError(.notFound, "berth-supervisor is not at \(path): install it beside berthd") }
        return path
    }
}

extension BerthError {
    /// A failed system call as what it means to the executor.
    init(executor error: SystemError) {
        let isFull = error.number == ErrorNumber.noSpace || error.number == ErrorNumber.quotaExceeded
        self.init(isFull ? .diskFull : .inputOutput, error.description, cause: error)
    }
}
