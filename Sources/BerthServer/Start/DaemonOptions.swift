public import BerthModel

/// What `berthd` is told on its command line.
public struct DaemonOptions: Sendable {
    public enum Execution: String, CaseIterable, Sendable {
        /// Real processes on this host.
        case local
        /// Jobs last what they declare; nothing is started.
        case simulated
    }

    /// Where the journal lives.
    public var stateDirectory: String
    public var socket: String
    /// A fleet file, or `this-host`.
    public var fleet: String
    /// Seeds an empty state; after that the journal's revision is in force.
    public var policy: String?
    /// Stand-in devices of this host.
    public var modelDevices: [KindName: Int]
    public var execution: Execution
    /// Whether an empty state directory may be made ready.
    public var initialise: Bool
    public var version: String

    public init(
        stateDirectory: String, socket: String, fleet: String, policy: String?, modelDevices: [KindName: Int] = [:],
        execution: Execution = .local,
        initialise: Bool = false, version: String
    ) {
        self.stateDirectory = stateDirectory
        self.socket = socket
        self.fleet = fleet
        self.policy = policy
        self.modelDevices = modelDevices
        self.execution = execution
        self.initialise = initialise
        self.version = version
    }
}

extension DaemonOptions {
    /// Reads `h200:8,trn2:16`.
    /// - Throws: `BerthError` with code `invalidQuantity`, `invalidName` or `usage` for a kind that is named twice.
    public static func modelDevices(parsing text: String) throws(BerthError) -> [KindName: Int] {
        var devices: [KindName: Int] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let request = try AcceleratorRequest(parsing: String(part))
            guard request == AcceleratorRequest(kind: request.kind, count: request.count) else {
                throw BerthError(
                    .usage, "\"\(part)\" is no modelled device: these are whole ones", hint: "write KIND:COUNT like \"h200:8\"")
            }
            guard devices.updateValue(request.count, forKey: request.kind) == nil else {
                throw BerthError(.usage, "\"\(request.kind)\" is named twice in \"\(text)\"", hint: "write KIND:COUNT once for each kind")
            }
        }
        return devices
    }
}
