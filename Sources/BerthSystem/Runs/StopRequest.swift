/// A wish that a run ends: `stop` of a run directory.
public struct StopRequest: Hashable, Sendable, Codable {
    private enum CodingKeys: String, CodingKey { case signal, grace = "grace_ms", reason }

    /// Sent to the whole process group at once.
    public var signal: Int32
    /// Milliseconds until KILL.
    public var grace: Int64
    /// One word that comes back in the record of the end.
    public var reason: String

    public init(signal: Int32, grace: Int64, reason: String) {
        self.signal = signal
        self.grace = grace
        self.reason = reason
    }
}
