public import BerthModel

/// What a node's keeper says of its node, again and again: that it lives, and every run that it keeps.
///
/// It repeats whatever an earlier report said, so that a report that was lost is made good by the next contact, and it shows which
/// orders never came.
public struct NodeContact: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        /// Its order has come; no process runs yet.
        case starting
        /// - Parameter isReady: as its probe found it last; nil before the first verdict and for runs without a probe.
        case running(pid: Int, isReady: Bool?)
        case ended(RunOutcome)
    }

    public struct Run: Hashable, Sendable {
        public var run: RunID
        public var state: State

        public init(_ run: RunID, _ state: State) {
            self.run = run
            self.state = state
        }
    }

    public var node: NodeName
    /// Higher than in every earlier contact of this node, also over restarts of its keeper.
    public var beat: UInt64
    /// Another one after each start of the host: then all that ran before is over. 1 and up.
    public var boot: UInt64
    /// Every run whose end was not forgotten.
    public var runs: [Run]

    public init(node: NodeName, beat: UInt64, boot: UInt64, runs: [Run]) {
        self.node = node
        self.beat = beat
        self.boot = boot
        self.runs = runs
    }
}
