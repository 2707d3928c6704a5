public import BerthModel
public import BerthPolicy

/// Which label owns a node, and whether that is about to change. A node that was never given one has none (invariant 7).
public struct NodeLabel: Hashable, Sendable {
    /// The way from one label to another: the node takes nothing new, is scrubbed once nothing is held there, and then has the new label.
    public struct Change: Hashable, Sendable {
        /// Nil: no label.
        public var to: LabelName?
        /// The journal position at which it began: reports about an earlier scrub change nothing.
        public var number: UInt64
        public var since: Timestamp
        /// What the policy of that moment says, whatever comes after it: a host is never taken for scrubbed while a scrub is at work there.
        /// Nil: nothing is to be done.
        public var scrub: Policy.Scrub?
    }

    /// Nil: none.
    public internal(set) var label: LabelName?
    public internal(set) var change: Change?

    mutating func begin(_ node: NodeName, to label: LabelName?, scrub: Policy.Scrub?, _ entry: JournalEntry) throws(BerthError) {
        guard change == nil, label != self.label else {
            throw BerthError(.stateCorrupt, "node \(node) begins a change of its label that has begun or is none")
        }
        change = Change(to: label, number: entry.sequence, since: entry.time, scrub: scrub)
    }

    mutating func finish(_ node: NodeName) throws(BerthError) {
        guard let change else { throw BerthError(.stateCorrupt, "node \(node) was scrubbed, but no change of its label had begun") }
        label = change.to
        self.change = nil
    }

    mutating func fail(_ node: NodeName) throws(BerthError) {
        guard change != nil else { throw BerthError(.stateCorrupt, "a scrub of node \(node) failed, but none had begun") }
        change = nil
    }
}
