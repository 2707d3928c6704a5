/// One line of a run's `records`: what happened, and when.
public struct RunRecord: Hashable, Sendable {
    public enum Event: Hashable, Sendable {
        /// The run is this supervisor's: no other one starts it from here on, whatever happens.
        case starting(supervisor: ProcessIdentity)
        case started(ProcessIdentity)
        case ready
        case unready(why: String)
        /// Nothing of the run is left. Always the last record.
        case exited(ProcessEnd, reason: String)
        /// The program never ran. Always the last record.
        case failed(step: String, number: Int32, message: String)
    }

    /// Why a program ended that nobody told to.
    public static let ownReason = "own"
    /// Why a program ended that ran for as long as it may.
    public static let timeLimitReason = "time-limit"
    /// Why a program ended whose supervisor was told to end.
    public static let supervisorReason = "supervisor-stopped"

    /// Milliseconds since 1970-01-01 UTC.
    public var at: Int64
    public var event: Event

    public init(at: Int64, _ event: Event) {
        self.at = at
        self.event = event
    }

    /// Whether no other record can follow.
    public var isLast: Bool {
        switch event {
        case .exited, .failed: true
        case .starting, .started, .ready, .unready: false
        }
    }
}

extension RunRecord: Codable {
    private enum Kind: String, Codable { case starting, started, ready, unready, exited, failed }

    private enum CodingKeys: String, CodingKey {
        case at, kind, pid, startTime = "start_time", why, code, signal, reason, step, number = "errno", message
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        at = try container.decode(Int64.self, forKey: .at)
        func process() throws -> ProcessIdentity {
            ProcessIdentity(
                pid: try container.decode(Int32.self, forKey: .pid), startTime: try container.decode(UInt64.self, forKey: .startTime))
        }
        switch try container.decode(Kind.self, forKey: .kind) {
        case .starting: event = .starting(supervisor: try process())
        case .started: event = .started(try process())
        case .ready: event = .ready
        case .unready: event = .unready(why: try container.decode(String.self, forKey: .why))
        case .exited:
            let reason = try container.decode(String.self, forKey: .reason)
            if let signal = try container.decodeIfPresent(Int32.self, forKey: .signal) {
                event = .exited(.signalled(Signal(rawValue: signal)), reason: reason)
            } else {
                event = .exited(.exited(try container.decode(Int32.self, forKey: .code)), reason: reason)
            }
        case .failed:
            event = .failed(
                step: try container.decode(String.self, forKey: .step), number: try container.decode(Int32.self, forKey: .number),
                message: try container.decode(String.self, forKey: .message))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(at, forKey: .at)
        func encode(_ kind: Kind, _ process: ProcessIdentity? = nil) throws {
            try container.encode(kind, forKey: .kind)
            try container.encodeIfPresent(process?.pid, forKey: .pid)
            try container.encodeIfPresent(process?.startTime, forKey: .startTime)
        }
        switch event {
        case .starting(let supervisor): try encode(.starting, supervisor)
        case .started(let process): try encode(.started, process)
        case .ready: try encode(.ready)
        case .unready(let why):
            try encode(.unready)
            try container.encode(why, forKey: .why)
        case .exited(let end, let reason):
            try encode(.exited)
            switch end {
            case .exited(let code): try container.encode(code, forKey: .code)
            case .signalled(let signal): try container.encode(signal.rawValue, forKey: .signal)
            }
            try container.encode(reason, forKey: .reason)
        case .failed(let step, let number, let message):
            try encode(.failed)
            try container.encode(step, forKey: .step)
            try container.encode(number, forKey: .number)
            try container.encode(message, forKey: .message)
        }
    }
}
