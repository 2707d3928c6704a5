/// What a placement tries to keep small.
package enum Objective: String, CaseIterable, Sendable {
    /// What is left free on the chosen node: large holes stay for large jobs.
    case bestFit = "best-fit"
    /// What of the free devices the jobs that may come cannot use.
    case leastFragmentation = "least-fragmentation"
    /// What the job adds to the reserved watts, among nodes of several types; then as best fit.
    case leastWatts = "least-watts"
}
