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
        var catalogue = Catalogue.shipped
        var fleet = try file.resolve { host throws(BerthError) in
            var host = host
            for (kind, count) in options.modelDevices { host.modelledDevices[kind] = count }
            let topology = try HostDiscovery.thisHost.discover()
            // What the drivers say of the boards that are here is truer than what was published about their kind.
            catalogue = catalogue.measured(on: topology)
            return try node(of: host, discovered: topology, catalogue)
        }
        fleet.catalogue = catalogue
        // Where nothing is really started, a board need not really be cut.
        if options.execution == .simulated {
            for node in fleet.nodes.indices {
                for group in fleet.nodes[node].groups.indices { fleet.nodes[node].groups[group].isAdaptable = true }
            }
        }
        return fleet
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

    private static func node(
        of host: FleetFile.ThisHost, discovered topology: HostTopology, _ catalogue: Catalogue
    ) throws(BerthError) -> FleetNode {
        let modelled = host.modelledDevices.sorted { $0.key < $1.key }.map { (kind: $0.key, count: $0.value) }
        return try FleetNode(
            discovered: topology, modelled: modelled, catalogue: catalogue, place: host.place, hostIdle: host.hostIdle,
            wattsPerCore: host.wattsPerCore ?? FleetSource.wattsPerCore)
    }
}
