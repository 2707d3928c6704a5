import BerthSystem
import FoundationEssentials

extension Supervisor {
    /// Begins the end. A second wish may bring the end forward, never put it off; the first reason stays.
    func stop(_ request: StopRequest) {
        let killAt = SystemClock.monotonic() + max(0, request.grace)
        if let begun = stopping {
            stopping?.killAt = min(begun.killAt, killAt)
            return
        }
        let signal = Signal(rawValue: request.signal)
        stopping = Stopping(signal: signal, reason: request.reason, killAt: killAt)
        send(signal)
        // A program that was stopped (SIGSTOP) could not act on the signal.
        send(.resume)
    }

    /// Signals the whole group of the program, which is not yet waited for, so the number cannot belong to others.
    func send(_ signal: Signal) {
        // It fails where the group holds only processes that changed to another user: nothing else can be done to these.
        _ = try? Processes.send(signal, toGroup: program.pid)
    }

    /// Kills what is left of the run and records its end.
    ///
    /// Whatever the program started, in whatever session, has become a child of this process by now or will when its own parent is
    /// killed. The end is not recorded before all are gone: until then they may hold the devices that the next job is given.
    func finish() throws {
        var pause: Int64 = 1
        while try reapRest() {
            for child in Processes.children(of: CurrentProcess.pid) { _ = try? Processes.send(.kill, to: child.pid) }
            _ = try Poll.wait([(signals.descriptor, .readable)], milliseconds: pause)
            while try signals.next() != nil {}
            pause = min(1000, pause * 2)
        }
        if let failure {
            log.note(.failed(step: failure.step, number: failure.number, message: describe(failure)))
        } else if let end {
            log.note(.exited(end, reason: stopping?.reason ?? RunRecord.ownReason))
        }
        while !log.flush() { _ = try Poll.wait([], milliseconds: 1000) }
    }

    /// Waits for all children that have ended; whether any are left.
    private func reapRest() throws -> Bool {
        do throws(SystemError) {
            while let pid = try Processes.endedChild() { _ = try Processes.wait(for: pid) }
            return true
        } catch where error.number == ErrorNumber.noChild {
            return false
        }
    }

    /// What went wrong between fork and exec, about what it was.
    private func describe(_ failure: Launch.Failure) -> String {
        switch failure.step {
        case "directory": "cannot enter \(order.directory): \(failure.reason)"
        case "output": "cannot open \(order.output) for output: \(failure.reason)"
        case "error": "cannot open \(order.error ?? order.output) for errors: \(failure.reason)"
        case "execute": "cannot execute \(order.script == nil ? order.command.first ?? "" : "the script"): \(failure.reason)"
        case "groups", "gid", "uid", "verify": "cannot become user \(order.user?.name ?? "?"): \(failure.reason)"
        default: "the step \"\(failure.step)\" failed: \(failure.reason)"
        }
    }
}

extension StopRequest {
    /// The wish that lies in a run directory, nil where there is none.
    init?(in directory: RunDirectory) {
        guard let bytes = try? Files.read(directory.stop, limit: 65_536),
            let request = try? JSONDecoder().decode(StopRequest.self, from: Data(bytes))
        else { return nil }
        self = request
    }
}
