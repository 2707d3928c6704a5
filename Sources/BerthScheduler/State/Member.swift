public import BerthModel

/// One member of a job's current or last attempt.
public struct Member: Hashable, Sendable {
    public enum Phase: Hashable, Sendable {
        /// Its start is asked for.
        case ordered
        case running(pid: Int)
        case exited(RunOutcome)
        /// A service's replica that will be started again; how its last run ended.
        case waiting(until: Timestamp, after: RunOutcome)
        /// A service's replica whose node was lost: it holds nothing, and will be placed again; how its last run ended.
        case displaced(after: RunOutcome)
    }

    /// Of a displaced replica the last one.
    public internal(set) var placement: MemberPlacement
    /// The current run, 1 and up.
    public internal(set) var run: Int
    public internal(set) var phase: Phase
    public internal(set) var isReady: Bool
    /// Why a replica is not ready, as its probe said last.
    public internal(set) var unreadyWhy: String?
    /// Start of the current run.
    public internal(set) var startedAt: Timestamp?
    public internal(set) var readySince: Timestamp?
    /// Restarts since the replica was last ready for `RestartDelay.steadyAfter`.
    public internal(set) var restartsInARow: Int

    init(_ placement: MemberPlacement) {
        self.placement = placement
        run = 1
        phase = .ordered
        isReady = false
        restartsInARow = 0
    }

    public var number: Int { placement.member }

    /// Whether a process exists, or may.
    public var isLive: Bool {
        switch phase {
        case .ordered, .running: true
        case .exited, .waiting, .displaced: false
        }
    }

    /// Whether its placement is held.
    public var isPlaced: Bool { if case .displaced = phase { false } else { true } }

    /// How the last run that ended did so; nil while the first one lives.
    public var outcome: RunOutcome? {
        switch phase {
        case .exited(let outcome), .waiting(_, let outcome), .displaced(let outcome): outcome
        case .ordered, .running: nil
        }
    }
}
