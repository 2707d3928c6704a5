/// The nodes and places that one daemon schedules.
///
/// Invariant: node names differ; every node's place is listed; `places` holds parents before children and starts with `site`.
public struct Fleet: Sendable {
    public var name: String
    public var nodes: [FleetNode]
    public var places: [Place]
    /// Ports given to replicas and gangs, claimed a node at a time.
    public var ports: ClosedRange<Int>
    /// The data of its kinds: what ships, with what this host's drivers measured in its place.
    public var catalogue: Catalogue

    public init(
        name: String, nodes: [FleetNode], places: [Place], ports: ClosedRange<Int> = Fleet.defaultPorts, catalogue: Catalogue = .shipped
    ) {
        precondition(places.first?.name == Place.site, "the first place of a fleet is its site")
        self.name = name
        self.nodes = nodes
        self.places = places
        self.ports = ports
        self.catalogue = catalogue
    }

    public static let defaultPorts = 20_000...29_999

    /// Devices a kind, over all nodes.
    public var deviceCounts: [KindName: Int] {
        nodes.reduce(into: [:]) { counts, node in
            for group in node.groups { counts[group.kind, default: 0] += group.devices.count }
        }
    }
}
