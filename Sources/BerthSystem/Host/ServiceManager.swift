/// Word to systemd, where it started this process with `Type=notify` (sd_notify(3)).
public enum ServiceManager {
    /// Tells that start-up is done. False where no service manager waits for it.
    @discardableResult
    public static func notifyReady(status: String = "ready") throws(SystemError) -> Bool { try notify("READY=1\nSTATUS=\(status)") }

    static func notify(_ message: String) throws(SystemError) -> Bool {
        guard let path = Environment.value(of: "NOTIFY_SOCKET"), !path.isEmpty else { return false }
        try send(message, to: path)
        return true
    }
}
