public import BerthModel

/// A fleet file as it was read (`docs/spec/fleet-file.md`): all modelled nodes are built, an entry for this host still waits for what
/// discovery finds.
public struct FleetFile: Sendable {
    public var name: String
    public var ports: ClosedRange<Int>
    /// Parents before children, `site` first.
    public var places: [Place]
    public var entries: [Entry]

    public enum Entry: Sendable {
        case nodes([FleetNode])
        case thisHost(ThisHost)
    }

    /// The host that the daemon runs on, and what the file adds to it.
    public struct ThisHost: Hashable, Sendable {
        /// Stand-in devices by kind.
        public var modelledDevices: [KindName: Int]
        public var place: PlaceName
        /// Nil: what discovery estimates.
        public var hostIdle: Watts?
        public var wattsPerCore: Watts?

        public init(
            modelledDevices: [KindName: Int] = [:], place: PlaceName = Place.site, hostIdle: Watts? = nil, wattsPerCore: Watts? = nil
        ) {
            self.modelledDevices = modelledDevices
            self.place = place
            self.hostIdle = hostIdle
            self.wattsPerCore = wattsPerCore
        }
    }

    /// Reads a fleet file.
    /// - Throws: `BerthError` with code `invalidFleet`, `invalidSyntax`, `unknownKey`, `invalidQuantity`, `invalidName`, `noSuchKind` or
    ///   `bodyTooLarge`, the field as `file:line:column`; before any node is built.
    public static func decode(_ text: String, fileName: String?, catalogue: Catalogue = .shipped) throws(BerthError) -> FleetFile {
        let document = try Document.yaml(text, fileName: fileName, limit: fileBytesMax, what: "fleet file")
        return try document.read { root throws(DocumentFault) in try FleetReader(root, catalogue).fleet() }
    }

    /// A file names ranges, not single nodes: 16 MiB hold a fleet of a million nodes that shares no range.
    public static let fileBytesMax = 16 << 20

    /// The whole fleet, with this host as `thisHost` discovers it.
    /// - Throws: what `thisHost` throws, and `BerthError` with code `invalidFleet` when this host's name is also a modelled node's.
    public func resolve(thisHost: (ThisHost) throws(BerthError) -> FleetNode) throws(BerthError) -> Fleet {
        var nodes: [FleetNode] = []
        for entry in entries {
            switch entry {
            case .nodes(let modelled): nodes += modelled
            case .thisHost(let host):
                let node = try thisHost(host)
                let isTaken = entries.contains {
                    if case .nodes(let modelled) = $0 { modelled.contains { $0.name == node.name } } else { false }
                }
                guard !isTaken else {
                    throw BerthError(
                        .invalidFleet, "this host is named \"\(node.name)\", and so is a modelled node of the fleet file",
                        hint: "rename the modelled node")
                }
                nodes.append(node)
            }
        }
        return Fleet(name: name, nodes: nodes, places: places, ports: ports)
    }

    /// Whether the fleet has hosts that are not here: only the simulated executor can run it.
    public var hasModelledHosts: Bool {
        entries.contains { if case .nodes = $0 { true } else { false } }
    }
}
