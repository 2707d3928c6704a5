/// What a policy wants of the kind that a job with several alternatives gets.
public enum Objective: String, Hashable, Sendable, CaseIterable {
    case throughput
    case throughputPerWatt = "throughput-per-watt"
    /// The soonest end, waiting included.
    case earliestFinish = "earliest-finish"
    case cost
}
