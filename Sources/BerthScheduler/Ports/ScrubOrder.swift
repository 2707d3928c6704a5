public import BerthModel

/// What must be done to a node before it changes its label. Nothing runs there while it is done.
public struct ScrubOrder: Hashable, Sendable {
    public var node: NodeName
    /// Given back in the report; higher for each later scrub.
    public var number: UInt64
    /// Nil: no label.
    public var from: LabelName?
    public var to: LabelName?
    /// The operators' program, run as the executor's own user with `BERTH_NODE`, `BERTH_LABEL_FROM` and `BERTH_LABEL_TO` in its
    /// environment. It must bear being run twice. Empty: the node only rests for `time`.
    public var command: [String]
    /// After so long it has failed.
    public var time: Duration

    public init(node: NodeName, number: UInt64, from: LabelName?, to: LabelName?, command: [String], time: Duration) {
        self.node = node
        self.number = number
        self.from = from
        self.to = to
        self.command = command
        self.time = time
    }
}
