/// How it is found out that a replica serves. Probes go to the replica's own port on its node's loopback address.
public struct Readiness: Hashable, Sendable, Codable {
    public enum Probe: Hashable, Sendable, Codable {
        /// `GET path` answers with a status of 200 to 399.
        case http(path: String)
        /// The port accepts a connection.
        case tcp
        /// The command, run as the job's user with the job's environment, exits with 0.
        case command([String])
    }

    public var probe: Probe
    /// Between two probes.
    public var interval: Duration
    /// For one probe.
    public var timeout: Duration
    /// Failures in a row that make a ready replica unready, 1 and up.
    public var failureThreshold: Int

    public init(probe: Probe, interval: Duration = .seconds(1), timeout: Duration = .seconds(1), failureThreshold: Int = 3) {
        self.probe = probe
        self.interval = interval
        self.timeout = timeout
        self.failureThreshold = failureThreshold
    }
}
