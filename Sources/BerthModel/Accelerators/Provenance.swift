/// Who vouches for a figure.
public enum Provenance: String, Codable, Hashable, Sendable, CaseIterable {
    /// Read from this very device or host.
    case measured
    /// The vendor's published figure.
    case vendor
    /// A published measurement or profile by somebody else.
    case published
    /// Nobody publishes it: the operator's estimate, to be replaced.
    case operatorEstimate = "operator-estimate"
    /// The operator states it in the policy.
    case `operator`
}
