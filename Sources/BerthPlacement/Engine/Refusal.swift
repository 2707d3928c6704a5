/// Why nothing was claimed, as far as a claimer learnt it on the way: the explanation proper is made elsewhere (`Explanation`).
package enum Refusal: Int, Error, Sendable {
    /// No kind, or no legal set of that count on any node of the kind.
    case neverFits
    /// The agency's quota.
    case quota
    /// No node that admits has a legal set free, with the cores and the memory beside it.
    case room
    /// There is room, but a power domain has not the watts.
    case power
}
