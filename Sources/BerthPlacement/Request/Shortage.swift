public import BerthModel

/// What was missing for a request, with its numbers: the placement core's part of an explanation.
public struct Shortage: Hashable, Sendable {
    /// One of the physical reasons, `noSuchKind` or `neverFits`.
    public var reason: ReasonCode
    public var need: Int
    public var have: Int
    /// `W`, `devices`, `cores`, `MiB`, `nodes`.
    public var unit: String
    /// The power domain, kind or node it is short in.
    public var domain: String
    /// One sentence with these numbers.
    public var message: String

    public init(_ reason: ReasonCode, need: Int, have: Int, unit: String, domain: String, message: String) {
        self.reason = reason
        self.need = need
        self.have = have
        self.unit = unit
        self.domain = domain
        self.message = message
    }
}
