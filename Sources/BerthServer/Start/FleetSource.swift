import BerthHost
import BerthModel
import BerthStorage
import BerthSystem

/// The fleet that the daemon was started with.
enum FleetSource {
    /// What one busy core adds where the operator does not say: the estimate that the catalogue makes for its machine types.
    private static let wattsPerCore = Watts(4)

    /// - Throws: `BerthError` as `FleetFile.decode` does; `invalidFleet` for a file that cannot be read, for modelled devices of a fleet
    ///   without this host, and for hosts that are not here under the local executor.
    static func load(_ options: DaemonOptions) throws(BerthError) -> Fleet {
        let file = try file(options)
        if options.execution == .local, file.hasModelledHosts {
            throw BerthError(
                .invalidFleet, "\"\(options.fleet)\" names hosts that are not this one, and the local executor runs jobs here only",
                hint: "start with --executor simulated, or with --fleet this-host")
        }
        return try file.resolve { host throws(BerthError) in
            var host = host
            for (kind, count) in options.modelDevices { host.modelledDevices[kind] = count }
            return try discover(host)
        }
    }

    private static func file(_ options: DaemonOptions) throws(BerthError) -> FleetFile {
        guard options.fleet != "this-host" else {
            return try FleetFile.decode("{name: this-host, nodes: [{this_host: true}]}", fileName: nil)
        }
        let text: String
        do {
            text = try Files.readText(options.fleet, limit: FleetFile.fileBytesMax)
        } catch {
            throw BerthError(.invalidFleet, "the fleet file cannot be read: \(error)", field: options.fleet, cause: error)
        }
        let file = try FleetFile.decode(text, fileName: Files.name(of: options.fleet))
        let hasThisHost = file.entries.contains { if case .thisHost = $0 { true } else { false } }
        guard options.modelDevices.isEmpty || hasThisHost else {
            throw BerthError(
                .usage, "modelled devices are added to this host, which \"\(options.fleet)\" does not name",
                hint: "leave --model-devices out, or use --fleet this-host")
        }
        return file
    }

    private static func discover(_ host: FleetFile.ThisHost) throws(BerthError) -> FleetNode {
        let topology = try HostDiscovery.thisHost.discover()
        let modelled = host.modelledDevices.sorted { $0.key < $1.key }.map { (kind: $0.key, count: $0.value) }
        return try FleetNode(
            discovered: topology, modelled: modelled, catalogue: .shipped, place: host.place, hostIdle: host.hostIdle,
            wattsPerCore: host.wattsPerCore ?? FleetSource.wattsPerCore)
    }
}
