import BerthSystem

/// Where the daemon listens.
public enum SocketPath {
    public static let system = "/run/berthd/berthd.sock"

    /// The path that was asked for, else `BERTH_SOCKET`, else the user's own daemon if its socket is there, else the system's.
    public static func resolve(_ asked: String?) -> String { resolve(asked) { Environment.value(of: $0) } }

    static func resolve(_ asked: String?, environment: (String) -> String?) -> String {
        if let asked, !asked.isEmpty { return asked }
        if let named = environment("BERTH_SOCKET"), !named.isEmpty { return named }
        if let runtime = environment("XDG_RUNTIME_DIR"), !runtime.isEmpty {
            let own = "\(runtime)/berth/berthd.sock"
            if Files.exists(own) { return own }
        }
        return system
    }
}
