public import BerthModel

/// How a node that was lost at some time is doing. A node that never was has none.
public struct NodeHealth: Hashable, Sendable {
    /// Silent for its lease, and not heard since.
    public internal(set) var isDown = false
    /// How often it was lost. Orders and runs of an earlier session are over for ever.
    public internal(set) var session = 0
    /// When it was lost, the last three times at most, the oldest first.
    public internal(set) var losses: [Timestamp] = []
    /// It was lost too often and takes nothing before then; also while it is down.
    public internal(set) var heldUntil: Timestamp?
    /// Of the last change.
    public internal(set) var since = Timestamp(milliseconds: 0)

    /// So many losses within `flappingWindow` make a node flap: one restart and one accident are not enough.
    static let flappingLosses = 3
    static let flappingWindow = Duration.seconds(600)
    /// From the last loss. Long enough that a job of usual length is not moved again and again, short enough for nobody to be called.
    static let holdDown = Duration.seconds(1800)

    /// Whether it takes new members.
    public var admits: Bool { !isDown && heldUntil == nil }
    public var isFlapping: Bool { !isDown && heldUntil != nil }

    /// Until when it is to take nothing when it comes back at `now`; nil where it may at once.
    func hold(at now: Timestamp) -> Timestamp? {
        var until = heldUntil
        if losses.count == NodeHealth.flappingLosses, let first = losses.first, let last = losses.last,
            last - first <= NodeHealth.flappingWindow
        {
            until = max(until ?? last, last + NodeHealth.holdDown)
        }
        return until.flatMap { $0 > now ? $0 : nil }
    }

    mutating func lose(_ node: NodeName, at now: Timestamp) throws(BerthError) {
        guard !isDown else { throw BerthError(.stateCorrupt, "node \(node) is lost, but was lost before") }
        isDown = true
        session += 1
        losses = losses.suffix(NodeHealth.flappingLosses - 1) + [now]
        since = now
    }

    mutating func comeBack(_ node: NodeName, _ heldUntil: Timestamp?, at now: Timestamp) throws(BerthError) {
        guard isDown else { throw BerthError(.stateCorrupt, "node \(node) is back, but was not lost") }
        isDown = false
        self.heldUntil = heldUntil
        since = now
    }

    mutating func steady(_ node: NodeName, at now: Timestamp) throws(BerthError) {
        guard isFlapping else { throw BerthError(.stateCorrupt, "node \(node) is steady, but was not held") }
        heldUntil = nil
        since = now
    }
}
