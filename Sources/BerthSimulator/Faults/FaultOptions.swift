/// What one run of the fault simulator is made of.
package struct FaultOptions: Sendable {
    /// All of the run follows from it and from the other options.
    package var seed: UInt64
    /// Events of the safety phase, 1 and up; the liveness phase comes on top.
    package var events: Int
    /// 3…100,000; nil: few or many, as the seed says.
    package var nodes: Int?

    package init(seed: UInt64, events: Int, nodes: Int? = nil) {
        self.seed = seed
        self.events = events
        self.nodes = nodes
    }
}

/// What a run did and found.
package struct FaultReport: Sendable, Codable {
    package var seed: UInt64
    package var nodes: Int
    /// Journal entries, delivered messages, commands and faults.
    package var events: Int
    /// Of these, before the faults ended.
    package var safetyEvents: Int
    /// Journal entries that are about jobs.
    package var jobEvents: Int
    package var entries: Int
    /// Placements.
    package var decisions: Int
    /// Milliseconds of the virtual clock.
    package var virtualMilliseconds: Int64
    /// By name: faults, commands, messages and ends of jobs.
    package var counts: [String: Int]
    /// Of the canonical dump of the last state, in sixteen hexadecimal digits.
    package var digest: String
    /// The broken invariant; nil where all held.
    package var fault: String?
    /// The event at which it broke.
    package var faultEvent: Int?
    /// What happened before that, the oldest first.
    package var history: [String]
}
