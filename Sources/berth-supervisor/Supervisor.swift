import BerthSystem
import FoundationEssentials

/// Runs one program to its end: starts it, enforces its time limit, probes whether it serves, ends it when asked, and records
/// what happened. It has one thread and waits in one place, `run()`.
final class Supervisor {
    /// An end that has begun.
    struct Stopping {
        var signal: Signal
        var reason: String
        /// Monotonic milliseconds.
        var killAt: Int64
    }

    let directory: RunDirectory
    let order: RunOrder
    let log: RunLog
    let signals: SignalDescriptor
    /// The program: a child not yet waited for, so its pid and group are its own.
    let program: Launch
    /// Why it ended, once it has.
    var end: ProcessEnd?
    var isStarted = false
    var failure: Launch.Failure?
    var limit: TimeLimit?
    var stopping: Stopping?
    var probe: ReadinessProbe?

    private init(_ directory: RunDirectory, _ order: RunOrder, _ log: RunLog, _ signals: SignalDescriptor, _ program: Launch) {
        self.directory = directory
        self.order = order
        self.log = log
        self.signals = signals
        self.program = program
    }

    /// Does everything, unless another supervisor has done it or is at it.
    static func supervise(_ directory: RunDirectory) throws {
        // Before anybody can know of this process: a signal that came too early would end it.
        let signals = try SignalDescriptor([.child, .user1, .terminate, .interrupt, .hangup])
        CurrentProcess.ignore(.pipe)
        guard let lock = try take(directory) else { return }
        defer { withExtendedLifetime(lock) {} }
        // From here on the run is held, so the daemon may stop waiting for its child: it never has a zombie, and a supervisor's parent
        // is the same whether the daemon was restarted or not.
        try CurrentProcess.detach()
        try lock.nameHolder()

        let log = try RunLog(directory)
        let order: RunOrder
        do {
            order = try JSONDecoder().decode(RunOrder.self, from: Data(Files.read(directory.order, limit: 16 << 20)))
        } catch {
            return try log.append(.failed(step: "order", number: 0, message: "\(directory.order) cannot be read: \(error)"))
        }
        log.poke = order.reports.map { ($0, order.run) }
        try log.append(.starting(supervisor: CurrentProcess.identity()))
        if let request = StopRequest(in: directory) {
            return try log.append(.exited(.signalled(Signal(rawValue: request.signal)), reason: request.reason))
        }
        do {
            let program = try start(order)
            try Supervisor(directory, order, log, signals, program).run()
        } catch let failure as StartFailure {
            try log.append(.failed(step: failure.step, number: failure.number, message: failure.message))
        }
    }

    /// Takes the run for this process; nil where it was ever taken before.
    private static func take(_ directory: RunDirectory) throws -> DirectoryLock? {
        // Whoever asks whether the lock is held takes it for an instant, so one refusal proves nothing.
        for _ in 0..<400 {
            let lock = try directory.hold()
            if try directory.wasStarted() { return nil }
            if lock != nil { return lock }
            _ = try Poll.wait([], milliseconds: 5)
        }
        return nil
    }

    /// Waits for whatever comes next until nothing of the run is left.
    private func run() throws {
        while end == nil {
            var waits: [(descriptor: FileDescriptor, interest: Poll.Interest)] = [(signals.descriptor, .readable)]
            let isLaunching = !isStarted && failure == nil
            if isLaunching { waits.append((program.report, .readable)) }
            let awaited = probe?.awaited
            if let awaited { waits.append(awaited) }

            let ready = try Poll.wait(waits, milliseconds: nextDeadline().map { max(0, $0 - SystemClock.monotonic()) })
            if isLaunching && ready[1] { try settleLaunch() }
            try readSignals()
            try reap()
            act(at: SystemClock.monotonic(), isProbeReady: awaited != nil && ready.last == true)
        }
        try finish()
    }

    /// The first moment at which something must be done, nil where nothing is planned.
    private func nextDeadline() -> Int64? {
        [limit?.next, stopping?.killAt, probe?.wakeAt, log.retryAt].compactMap { $0 }.min()
    }

    private func act(at now: Int64, isProbeReady: Bool) {
        guard end == nil else { return }
        switch limit?.due(at: now) {
        case .warning(let signal): send(signal)
        case .end: stop(StopRequest(signal: Signal.terminate.rawValue, grace: order.grace, reason: RunRecord.timeLimitReason))
        case nil: break
        }
        if let stopping, stopping.killAt <= now {
            send(.kill)
            self.stopping?.killAt = now + 1000
        }
        if let event = probe?.advance(at: now, isReady: isProbeReady) { log.note(event) }
        if let retryAt = log.retryAt, retryAt <= now { log.flush() }
    }

    /// Finds out whether the program runs, and starts its clock.
    private func settleLaunch() throws {
        failure = try program.failure()
        guard failure == nil else { return }
        isStarted = true
        guard let status = ProcessStatus.of(program.pid) else {
            preconditionFailure("child \(program.pid) is gone before it was waited for")
        }
        log.note(.started(status.identity))
        // A child that had not made its group yet did not get the signal.
        if let stopping { send(stopping.signal) }
        limit = TimeLimit(order, from: SystemClock.monotonic())
        probe = order.readiness.map { ReadinessProbe($0, order, at: SystemClock.monotonic()) }
    }

    private func readSignals() throws {
        while let signal = try signals.next() {
            switch signal {
            case .child: break
            case .user1: if let request = StopRequest(in: directory) { stop(request) }
            default: stop(StopRequest(signal: signal.rawValue, grace: order.grace, reason: RunRecord.supervisorReason))
            }
        }
    }

    private func reap() throws {
        while end == nil, let pid = try Processes.endedChild() {
            if pid == program.pid {
                // It may have ended before its launch was looked at.
                if !isStarted && failure == nil { try settleLaunch() }
                send(.kill)
                end = try Processes.wait(for: pid)
            } else {
                if pid == probe?.group { _ = try? Processes.send(.kill, toGroup: pid) }
                let childEnd = try Processes.wait(for: pid)
                if let event = probe?.ended(pid, childEnd, at: SystemClock.monotonic()) { log.note(event) }
            }
        }
    }
}
