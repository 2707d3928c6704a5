import BerthModel

/// The nodes of the fleet by name, for those who turn positions into what the operating system and people call them.
struct FleetDirectory: Sendable {
    let fleet: Fleet
    private let positions: [NodeName: Int]

    init(_ fleet: Fleet) {
        self.fleet = fleet
        positions = Dictionary(uniqueKeysWithValues: fleet.nodes.enumerated().map { ($1.name, $0) })
    }

    /// Nil for a node that the fleet no longer has: a job may have run there before.
    subscript(name: NodeName) -> FleetNode? { positions[name].map { fleet.nodes[$0] } }

    func index(of name: NodeName) -> NodeIndex? { positions[name].map(NodeIndex.init) }

    /// The nodes that a list of names and ranges stands for, in the order of the fleet; all of them without a list.
    /// - Throws: `invalidSyntax`, or `notFound` with the nearest name.
    func nodes(named text: String?) throws(BerthError) -> [FleetNode] {
        guard let text else { return fleet.nodes }
        var chosen: Set<Int> = []
        for name in try NameRange.expand(text, limit: fleet.nodes.count) {
            guard let known = try? NodeName(name), let position = positions[known] else { throw unknown(name) }
            chosen.insert(position)
        }
        return chosen.sorted().map { fleet.nodes[$0] }
    }

    func node(named text: String) throws(BerthError) -> FleetNode {
        guard let name = try? NodeName(text), let node = self[name] else { throw unknown(text) }
        return node
    }

    private func unknown(_ name: String) -> BerthError {
        let near = Spelling.nearest(to: name, among: fleet.nodes.lazy.map(\.name.text))
        return BerthError(
            .notFound, "the fleet has no node \"\(name.prefix(80))\"",
            hint: near.map { "did you mean \"\($0)\"?" } ?? "berth nodes lists them")
    }
}
