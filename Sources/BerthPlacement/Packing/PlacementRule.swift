/// How the node for a member is chosen: one of the words of a policy's `placement`.
public enum PlacementRule: String, CaseIterable, Hashable, Sendable {
    /// Where expected losses grow least, by what has arrived so far (`Chooser`).
    case learnt
    /// The node with the least room that is enough.
    case bestFit = "best-fit"
    /// The node of which the jobs that may come lose least, by counts of devices alone.
    case leastFragmentation = "least-fragmentation"
    /// The node whose reserved watts grow least; then as best fit.
    case leastWatts = "least-watts"
    /// The first node that fits, in one order.
    case firstFit = "first-fit"

    /// How the engine searches where no chooser does.
    var objective: Objective {
        switch self {
        case .learnt, .bestFit, .firstFit: .bestFit
        case .leastFragmentation: .leastFragmentation
        case .leastWatts: .leastWatts
        }
    }
}
