/// TCP on 127.0.0.1: for readiness probes and for finding free ports.
public enum Loopback {
    /// Whether something accepts connections on a port within the time.
    public static func accepts(port: UInt16, milliseconds: Int64) -> Bool {
        guard let socket = try? startConnecting(port: port),
            let ready = try? Poll.wait([(socket, .writable)], milliseconds: milliseconds), ready[0]
        else { return false }
        return connectionError(socket) == 0
    }
}
