import BerthModel

/// From names to numbers: goes through a fleet node by node, and knows alike hosts and alike power paths again.
struct FleetLayoutBuilder {
    private let catalogue: Catalogue
    private(set) var nodes: [NodeLayout] = []
    private(set) var shapes: [HostShape] = []
    private(set) var hosts: [Int32] = []
    private(set) var memories: [UInt64] = []
    let kindNumbers: [KindName: Int]

    private var types: [EngineFleet.NodeType] = []
    private var numberOfType: [EngineFleet.NodeType: Int] = [:]
    /// The types of each shape.
    private var typesOfShape: [[Int]] = []
    private var engineNodes: [EngineFleet.Node] = []
    private var domains: [EngineFleet.Domain]
    private var domainOfPath: [[DomainIndex]: Int] = [:]
    private let places: [PlaceName: Int]
    /// For each place of the fleet the position of the hall that it is, or stands in; -1 for the site.
    let halls: [Int]
    private var numberOfLink: [LinkName: Int] = [:]
    /// Of the power domains.
    private let names: [PlaceName]
    /// What makes two hosts alike.
    private struct Make: Hashable {
        var groups: [DeviceGroup]
        var numaNodes: [NUMANode]
        var wattsPerCore: Watts
    }

    private var shapeOfMake: [Make: Int] = [:]
    /// The make of the host before and its shape: in a large fleet most are like it.
    private var last: (make: Make, shape: Int)?

    /// - Parameter headrooms: what claims may add in each domain, in milliwatts.
    init(fleet: Fleet, catalogue: Catalogue, power: PowerTree, headrooms: [Int64]) throws(BerthError) {
        self.catalogue = catalogue
        precondition(power.paths.count == fleet.nodes.count, "the power tree has \(power.paths.count) paths for \(fleet.nodes.count) nodes")
        places = Dictionary(uniqueKeysWithValues: fleet.places.enumerated().map { ($1.name, $0) })
        halls = FleetLayoutBuilder.halls(of: fleet.places, places)
        kindNumbers = Dictionary(uniqueKeysWithValues: fleet.deviceCounts.keys.sorted().enumerated().map { ($1, $0) })
        names = power.domains.map(\.name)
        domains = zip(power.domains, headrooms).map { domain, headroom in
            EngineFleet.Domain(parent: domain.parent?.value, headroom: Watts(milliwatts: headroom))
        }
        for (node, path) in zip(fleet.nodes, power.paths) { try add(node, path) }
    }

    var engineFleet: EngineFleet {
        // Small hosts first: a job that fits both leaves the large one whole.
        func size(_ type: Int) -> (Int, Int, Int) { (types[type].devices, types[type].numaNodes.reduce(0) { $0 + $1.cores }, type) }
        let order = types.indices.sorted { size($0) < size($1) }
        let rank = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        return EngineFleet(
            types: order.map { types[$0] },
            nodes: engineNodes.map { node in
                var node = node
                node.type = rank[node.type] ?? node.type
                return node
            }, domains: domains, kindCount: kindNumbers.count, agencyQuotas: [nil])
    }

    private mutating func add(_ node: FleetNode, _ path: [DomainIndex]) throws(BerthError) {
        guard let place = places[node.place] else { preconditionFailure("node \(node.name) stands in no place of the fleet") }
        let shape = try shape(of: node)
        let domain = domain(of: path, at: node.place)
        let isFolded = shapes[shape].isFolded
        nodes.append(
            NodeLayout(
                name: node.name, place: place, link: node.link, shape: shape, position: engineNodes.count, path: path.map(\.value),
                memories: isFolded ? memories.count : -1, isPlain: shapes[shape].isPlain))
        if isFolded { memories += shapes[shape].numaNodes.map { UInt64($0.mebibytes) } }
        for (group, type) in typesOfShape[shape].enumerated() {
            hosts.append(Int32(nodes.count - 1))
            // What links nodes are the devices of a host of one kind.
            let link = group == 0 ? node.link.map { number(of: $0) } : nil
            engineNodes.append(
                EngineFleet.Node(
                    type: type, domain: domain, link: link, rack: place == 0 ? nil : place, hall: halls[place] < 0 ? nil : halls[place]))
        }
    }

    private mutating func number(of link: LinkName) -> Int {
        if let known = numberOfLink[link] { return known }
        numberOfLink[link] = numberOfLink.count
        return numberOfLink.count - 1
    }

    /// Parents stand before their children, and the site first.
    private static func halls(of places: [Place], _ positions: [PlaceName: Int]) -> [Int] {
        var halls: [Int] = []
        for (position, place) in places.enumerated() {
            let parent = place.parent.flatMap { positions[$0] } ?? -1
            halls.append(parent <= 0 ? (parent == 0 ? position : -1) : halls[parent])
        }
        return halls
    }

    private mutating func shape(of node: FleetNode) throws(BerthError) -> Int {
        // Copies of one host share their lists, so that this is no comparison of their contents.
        let make = Make(groups: node.groups, numaNodes: node.numaNodes, wattsPerCore: node.wattsPerCore)
        if let last, last.make == make { return last.shape }
        if let known = shapeOfMake[make] {
            last = (make, known)
            return known
        }
        let shape = try HostShape(checking: node, catalogue)
        last = (make, shapes.count)
        shapeOfMake[make] = shapes.count
        shapes.append(shape)
        typesOfShape.append(
            shape.types(kindNumbers).map { type in
                if let number = numberOfType[type] { return number }
                numberOfType[type] = types.count
                types.append(type)
                return types.count - 1
            })
        return shapes.count - 1
    }

    /// The domain that a node hangs from. Where its path is no chain of parents (a group of nodes cuts across its place), one of its own
    /// is added that bounds nothing by itself.
    private mutating func domain(of path: [DomainIndex], at place: PlaceName) -> Int {
        if let known = domainOfPath[path] { return known }
        let positions = path.map(\.value).sorted(by: >)
        guard var domain = positions.first else { preconditionFailure("a node draws from no power domain") }
        if chain(from: domain) != positions {
            let standing = positions.first { names[$0] == place } ?? domain
            let above = chain(from: standing)
            domain = domains.count
            domains.append(
                EngineFleet.Domain(
                    parent: standing, headroom: Watts(milliwatts: HeadroomWord.unbounded),
                    others: positions.filter { !above.contains($0) }))
        }
        domainOfPath[path] = domain
        return domain
    }

    private func chain(from domain: Int) -> [Int] {
        Array(sequence(first: domain) { domains[$0].parent })
    }
}
