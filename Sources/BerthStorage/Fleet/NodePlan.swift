import BerthModel

/// One entry of `nodes:`, checked; its nodes are built when all entries are.
struct NodePlan {
    enum Make {
        case instance(InstanceType, AcceleratorKind)
        case host(HostPlan)
        case thisHost(FleetFile.ThisHost)
    }

    static let keys = [
        "names", "instance", "place", "kind", "devices", "cpus", "threads_per_core", "memory", "numa_nodes", "device_numa", "host_idle",
        "watts_per_core", "mig", "link", "this_host", "modelled_devices",
    ]

    let names: [NodeName]
    let namesPosition: DocumentPosition
    /// Where each of the names stands.
    private let places: Spread<PlaceName>
    /// Which link domain each of them is a part of; nil where they are linked to no other node.
    private let linking: Spread<LinkName>?
    /// The link domains of the entry, each once.
    let links: [LinkName]
    let linksPosition: DocumentPosition
    private let make: Make
    private let keepsBoardsWhole: Bool

    var isThisHost: Bool { if case .thisHost = make { true } else { false } }

    init(_ node: DocumentNode, places known: Set<PlaceName>, catalogue: Catalogue, namesLeft: Int) throws(DocumentFault) {
        let fields = try FieldReader(node, keys: NodePlan.keys, in: "an entry of nodes")
        let standing = try NodePlan.places(fields, known: known)
        if let flag = fields.value("this_host") {
            try NodePlan.refuse(
                Set(NodePlan.keys).subtracting(["this_host", "modelled_devices", "place", "host_idle", "watts_per_core"]), of: fields,
                beside: "this_host")
            guard try flag.boolean("this_host") else {
                throw DocumentFault(.invalidFleet, "\"this_host\" can only be true", at: flag.position)
            }
            guard standing.count == 1, let only = Spread(1, over: standing) else {
                throw DocumentFault(.invalidFleet, "this host stands in one place, not \(standing.count)", at: fields.keyPosition("place"))
            }
            places = only
            (linking, links, linksPosition) = (nil, [], node.position)
            keepsBoardsWhole = false
            names = []
            namesPosition = node.position
            make = .thisHost(
                FleetFile.ThisHost(
                    modelledDevices: try fields.value("modelled_devices")?.modelledDevices(catalogue) ?? [:], place: standing[0],
                    hostIdle: try fields.value("host_idle")?.positiveWatts("host_idle"),
                    wattsPerCore: try fields.value("watts_per_core")?.positiveWatts("watts_per_core")))
            return
        }
        let list = try fields.required("names", in: "an entry of nodes", hint: "write \"names: h-[01-08]\", or \"this_host: true\"")
        namesPosition = list.position
        names = try list.nodeNames("names", limit: namesLeft)
        try NodePlan.refuse(["modelled_devices"], of: fields, beside: "names")
        let rule: LegalSetRule
        if let type = fields.value("instance") {
            try NodePlan.refuse(
                Set(NodePlan.keys).subtracting(["names", "instance", "place", "mig", "link"]), of: fields, beside: "instance")
            let instance = try type.parsed("instance") { text throws(BerthError) in try catalogue.instance(InstanceName(text)) }
            let kind = try type.parsed("instance") { _ throws(BerthError) in try catalogue.kind(instance.kind) }
            make = .instance(instance, kind)
            rule = instance.legalSets ?? kind.legalSets
            keepsBoardsWhole = try NodePlan.keepsBoardsWhole(fields, kind: kind, catalogue)
        } else {
            let host = try HostPlan(fields, catalogue)
            make = .host(host)
            rule = host.kind?.legalSets ?? .any
            keepsBoardsWhole = try NodePlan.keepsBoardsWhole(fields, kind: host.kind, catalogue)
        }
        guard let spread = Spread(names.count, over: standing) else {
            throw DocumentFault(
                .invalidFleet, "\(names.count) nodes do not spread evenly over \(standing.count) places", at: fields.keyPosition("place"))
        }
        places = spread
        links = try fields.value("link")?.linkNames("link") ?? []
        linksPosition = fields.value("link")?.position ?? node.position
        linking = try NodePlan.linking(names.count, links, rule, at: linksPosition)
    }

    /// Each link domain gets as many nodes as the others, in order, and no more than the hardware links.
    private static func linking(
        _ nodes: Int, _ links: [LinkName], _ rule: LegalSetRule, at position: DocumentPosition
    ) throws(DocumentFault) -> Spread<LinkName>? {
        guard !links.isEmpty else { return nil }
        guard rule.linkedNodesMax > 1 else {
            throw DocumentFault(
                .invalidFleet, "these nodes are linked to no others: their links end at the node", at: position, hint: "leave \"link\" out")
        }
        guard let spread = Spread(nodes, over: links) else {
            throw DocumentFault(
                .invalidFleet, "\(nodes) nodes do not spread evenly over \(links.count) link domains", at: position)
        }
        let each = nodes / links.count
        guard each <= rule.linkedNodesMax else {
            throw DocumentFault(
                .invalidFleet, "a link domain of these nodes has up to \(rule.linkedNodesMax) of them, not \(each)", at: position,
                hint: "name more domains, like \"\(links[0])-[1-\((nodes + rule.linkedNodesMax - 1) / rule.linkedNodesMax)]\"")
        }
        return spread
    }

    /// `mig: true` insists that the boards can be partitioned, `mig: false` keeps them whole, without it their kind decides.
    private static func keepsBoardsWhole(
        _ fields: FieldReader, kind: AcceleratorKind?, _ catalogue: Catalogue
    ) throws(DocumentFault) -> Bool {
        guard let flag = fields.value("mig") else { return false }
        guard let kind else { throw DocumentFault(.invalidFleet, "\"mig\" needs a \"kind\"", at: fields.keyPosition("mig")) }
        guard try flag.boolean("mig") else { return true }
        guard kind.canPartition else {
            let able = catalogue.kinds.values.filter(\.canPartition).map(\.name.text).sorted()
            throw DocumentFault(
                .invalidFleet, "boards of kind \"\(kind.name)\" cannot be partitioned with MIG", at: fields.keyPosition("mig"),
                hint: "leave \"mig\" out; those of \(able.joined(separator: ", ")) can be")
        }
        return false
    }

    private static func places(_ fields: FieldReader, known: Set<PlaceName>) throws(DocumentFault) -> [PlaceName] {
        guard let node = fields.value("place") else { return [Place.site] }
        let places = try node.placeNames("place")
        if let stranger = places.first(where: { !known.contains($0) }) {
            let near = Spelling.nearest(to: stranger.text, among: known.map(\.text)).map { "did you mean \"\($0)\"?" }
            throw DocumentFault(
                .invalidFleet, "no place \"\(stranger)\" is in this fleet", at: node.position, hint: near ?? "add it to \"places\"")
        }
        return places
    }

    private static func refuse(_ keys: Set<String>, of fields: FieldReader, beside word: String) throws(DocumentFault) {
        for key in NodePlan.keys where keys.contains(key) && fields.value(key) != nil {
            throw DocumentFault(.invalidFleet, "\"\(key)\" does not go with \"\(word)\"", at: fields.keyPosition(key))
        }
    }

    /// The nodes of an entry are alike: one is made and the others are copies that share its lists of cores and devices. Made one by one,
    /// a hundred thousand nodes would hold ten million of them.
    func entry() -> FleetFile.Entry {
        switch make {
        case .thisHost(let host): .thisHost(host)
        case .instance(let instance, let kind):
            .nodes(copies { FleetNode(name: $0, instance: instance, kind: kind, place: $1) })
        case .host(let host): .nodes(copies { host.node(name: $0, place: $1) })
        }
    }

    private func copies(_ make: (NodeName, PlaceName) -> FleetNode) -> [FleetNode] {
        guard let first = names.first else { return [] }
        var model = make(first, places[0])
        for group in model.groups.indices { model.groups[group].keepsBoardsWhole = keepsBoardsWhole }
        return names.enumerated().map { index, name in
            var node = model
            node.name = name
            node.place = places[index]
            node.link = linking?[index]
            return node
        }
    }
}

extension DocumentNode {
    /// `{h200: 8}`.
    fileprivate func modelledDevices(_ catalogue: Catalogue) throws(DocumentFault) -> [KindName: Int] {
        var devices: [KindName: Int] = [:]
        for entry in try entries("modelled_devices") {
            let kind = try entry.parsedKey { text throws(BerthError) in try catalogue.kind(KindName(text)) }
            devices[kind.name] = try entry.value.integer(entry.key, in: 1...Limits.devicesPerGroupMax)
        }
        return devices
    }
}
