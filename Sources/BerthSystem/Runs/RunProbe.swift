/// How a supervisor finds out whether its program serves. Times are milliseconds.
public struct RunProbe: Hashable, Sendable, Codable {
    public enum Method: Hashable, Sendable, Codable {
        /// `GET path` on 127.0.0.1 answers with a status of 200…399.
        case http(path: String, port: UInt16)
        /// The port accepts a connection.
        case tcp(port: UInt16)
        /// The command, run as the program is, exits with 0.
        case command(arguments: [String])
    }

    private enum CodingKeys: String, CodingKey {
        case method, interval = "interval_ms", timeout = "timeout_ms", failureThreshold = "failure_threshold"
    }

    public var method: Method
    /// Between the end of one probe and the start of the next.
    public var interval: Int64
    /// For one probe.
    public var timeout: Int64
    /// Failures in a row, 1 and up, that make a ready program unready.
    public var failureThreshold: Int

    public init(method: Method, interval: Int64, timeout: Int64, failureThreshold: Int) {
        self.method = method
        self.interval = interval
        self.timeout = timeout
        self.failureThreshold = failureThreshold
    }
}
