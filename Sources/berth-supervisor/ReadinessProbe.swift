import BerthSystem

/// Finds out again and again whether the program serves, without ever waiting: the supervisor's loop waits for it.
struct ReadinessProbe {
    private enum Attempt {
        case none(next: Int64)
        case connecting(FileDescriptor, deadline: Int64)
        case answering(FileDescriptor, received: [UInt8], deadline: Int64)
        case running(Launch, deadline: Int64, isLate: Bool)
    }

    private let probe: RunProbe
    private let order: RunOrder
    private var attempt: Attempt
    private var isReady = false
    private var failures = 0

    /// The first attempt is made at once.
    init(_ probe: RunProbe, _ order: RunOrder, at now: Int64) {
        self.probe = probe
        self.order = order
        attempt = .none(next: now)
    }

    /// What the attempt waits for.
    var awaited: (descriptor: FileDescriptor, interest: Poll.Interest)? {
        switch attempt {
        case .connecting(let socket, _): (socket, .writable)
        case .answering(let socket, _, _): (socket, .readable)
        case .none, .running: nil
        }
    }

    /// When to call `advance` at the latest.
    var wakeAt: Int64 {
        switch attempt {
        case .none(let next): next
        case .connecting(_, let deadline), .answering(_, _, let deadline), .running(_, let deadline, _): deadline
        }
    }

    /// The group of a command that is being tried.
    var group: Int32? { if case .running(let launch, _, _) = attempt { launch.pid } else { nil } }

    /// Goes on as far as it can without waiting. `isReady`: what `awaited` names can be acted on.
    /// - Returns: a change from unready to ready or back.
    mutating func advance(at now: Int64, isReady: Bool) -> RunRecord.Event? {
        switch attempt {
        case .none(let next):
            return next <= now ? begin(at: now) : nil
        case .connecting(let socket, let deadline):
            if isReady { return connected(socket, deadline: deadline, at: now) }
            return deadline <= now ? conclude("no connection within \(probe.timeout) ms", at: now) : nil
        case .answering(let socket, let received, let deadline):
            if isReady { return receive(socket, received, deadline: deadline, at: now) }
            return deadline <= now ? conclude("no answer within \(probe.timeout) ms", at: now) : nil
        case .running(let launch, let deadline, _):
            if deadline <= now {
                // Again and again until its end is seen: a child that has not made its group yet is not reached.
                _ = try? Processes.send(.kill, toGroup: launch.pid)
                attempt = .running(launch, deadline: now + 1000, isLate: true)
            }
            return nil
        }
    }

    /// Takes the end of a child of the supervisor, if it is the probe's command.
    mutating func ended(_ pid: Int32, _ end: ProcessEnd, at now: Int64) -> RunRecord.Event? {
        guard case .running(let launch, _, let isLate) = attempt, launch.pid == pid else { return nil }
        if isLate { return conclude("the command did not end within \(probe.timeout) ms", at: now) }
        switch end {
        case .exited(0): return conclude(nil, at: now)
        case .exited(let code): return conclude("the command exited with \(code)", at: now)
        case .signalled(let signal): return conclude("the command was ended by \(signal)", at: now)
        }
    }

    private mutating func begin(at now: Int64) -> RunRecord.Event? {
        let deadline = now + probe.timeout
        do throws(SystemError) {
            switch probe.method {
            case .http(_, let port), .tcp(let port):
                attempt = .connecting(try Loopback.startConnecting(port: port), deadline: deadline)
            case .command(let command):
                attempt = .running(try Launch(try order.launch(command)), deadline: deadline, isLate: false)
            }
            return nil
        } catch {
            return conclude("\(error)", at: now)
        }
    }

    private mutating func connected(_ socket: FileDescriptor, deadline: Int64, at now: Int64) -> RunRecord.Event? {
        let number = Loopback.connectionError(socket)
        guard number == 0 else { return conclude(SystemError(number: number, call: "connect").description, at: now) }
        guard case .http(let path, let port) = probe.method else { return conclude(nil, at: now) }
        do throws(SystemError) {
            try socket.write(HTTPProbe.request(path: path, port: port))
            attempt = .answering(socket, received: [], deadline: deadline)
            return nil
        } catch {
            return conclude("\(error)", at: now)
        }
    }

    private mutating func receive(_ socket: FileDescriptor, _ received: [UInt8], deadline: Int64, at now: Int64) -> RunRecord.Event? {
        do throws(SystemError) {
            guard let part = try socket.read(upTo: 512) else { return nil }
            let all = received + part
            if let status = HTTPProbe.status(all) {
                return conclude((200...399).contains(status) ? nil : "the answer was \(status)", at: now)
            }
            guard !part.isEmpty, all.count < 512 else { return conclude("the answer was not HTTP", at: now) }
            attempt = .answering(socket, received: all, deadline: deadline)
            return nil
        } catch {
            return conclude("\(error)", at: now)
        }
    }

    /// Counts the result of an attempt, nil for success, and plans the next one.
    private mutating func conclude(_ failure: String?, at now: Int64) -> RunRecord.Event? {
        attempt = .none(next: now + probe.interval)
        guard let failure else {
            failures = 0
            defer { isReady = true }
            return isReady ? nil : .ready
        }
        failures += 1
        guard isReady, failures >= probe.failureThreshold else { return nil }
        isReady = false
        return .unready(why: failure)
    }
}
