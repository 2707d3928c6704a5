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
        "watts_per_core", "this_host", "modelled_devices",
    ]

    let names: [NodeName]
    let namesPosition: DocumentPosition
    /// For each name, in blocks of equal size.
    private let places: [PlaceName]
    private let make: Make

    var isThisHost: Bool { if case .thisHost = make { true } else { false } }

    init(_ node: DocumentNode, places known: Set<PlaceName>, catalogue: Catalogue, namesLeft: Int) throws(DocumentFault) {
        let fields = try FieldReader(node, keys: NodePlan.keys, in: "an entry of nodes")
        places = try NodePlan.places(fields, known: known)
        if let flag = fields.value("this_host") {
            try NodePlan.refuse(
                Set(NodePlan.keys).subtracting(["this_host", "modelled_devices", "place", "host_idle", "watts_per_core"]), of: fields,
                beside: "this_host")
            guard try flag.boolean("this_host") else {
                throw DocumentFault(.invalidFleet, "\"this_host\" can only be true", at: flag.position)
            }
            guard places.count == 1 else {
                throw DocumentFault(.invalidFleet, "this host stands in one place, not \(places.count)", at: fields.keyPosition("place"))
            }
            names = []
            namesPosition = node.position
            make = .thisHost(
                FleetFile.ThisHost(
                    modelledDevices: try fields.value("modelled_devices")?.modelledDevices(catalogue) ?? [:], place: places[0],
                    hostIdle: try fields.value("host_idle")?.positiveWatts("host_idle"),
                    wattsPerCore: try fields.value("watts_per_core")?.positiveWatts("watts_per_core")))
            return
        }
        let list = try fields.required("names", in: "an entry of nodes", hint: "write \"names: h-[01-08]\", or \"this_host: true\"")
        namesPosition = list.position
        names = try list.nodeNames("names", limit: namesLeft)
        try NodePlan.refuse(["modelled_devices"], of: fields, beside: "names")
        if let type = fields.value("instance") {
            try NodePlan.refuse(Set(NodePlan.keys).subtracting(["names", "instance", "place"]), of: fields, beside: "instance")
            let instance = try type.parsed("instance") { text throws(BerthError) in try catalogue.instance(InstanceName(text)) }
            let kind = try type.parsed("instance") { _ throws(BerthError) in try catalogue.kind(instance.kind) }
            try NodePlan.refuseUnsupported(
                instance.legalSets ?? kind.legalSets, of: "instance type \"\(instance.name)\"", at: type.position)
            make = .instance(instance, kind)
        } else {
            make = .host(try HostPlan(fields, catalogue))
        }
        guard names.count.isMultiple(of: places.count) else {
            throw DocumentFault(
                .invalidFleet, "\(names.count) nodes do not spread evenly over \(places.count) places", at: fields.keyPosition("place"))
        }
    }

    private static func places(_ fields: FieldReader, known: Set<PlaceName>) throws(DocumentFault) -> [PlaceName] {
        guard let node = fields.value("place") else { return [Place.site] }
        return try node.parsed("place") { text throws(BerthError) in
            try NameRange.expand(text).map { word throws(BerthError) in
                let name = try PlaceName(word)
                guard known.contains(name) else {
                    let near = Spelling.nearest(to: word, among: known.map(\.text)).map { "did you mean \"\($0)\"?" }
                    throw BerthError(.invalidFleet, "no place \"\(word)\" is in this fleet", hint: near ?? "add it to \"places\"")
                }
                return name
            }
        }
    }

    private static func refuse(_ keys: Set<String>, of fields: FieldReader, beside word: String) throws(DocumentFault) {
        for key in NodePlan.keys where keys.contains(key) && fields.value(key) != nil {
            throw DocumentFault(.invalidFleet, "\"\(key)\" does not go with \"\(word)\"", at: fields.keyPosition(key))
        }
    }

    static func refuseUnsupported(_ rule: LegalSetRule, of what: String, at position: DocumentPosition) throws(DocumentFault) {
        guard rule.isSupported else {
            throw DocumentFault(.unsupported, "\(what) needs the placement rule \"\(rule.word)\", which is not built yet", at: position)
        }
    }

    func entry() -> FleetFile.Entry {
        let block = max(1, names.count / places.count)
        let placed = names.enumerated().map { (name: $1, place: places[$0 / block]) }
        switch make {
        case .thisHost(let host): return .thisHost(host)
        case .instance(let instance, let kind):
            return .nodes(placed.map { FleetNode(name: $0.name, instance: instance, kind: kind, place: $0.place) })
        case .host(let host): return .nodes(placed.map { host.node(name: $0.name, place: $0.place) })
        }
    }
}

extension DocumentNode {
    /// `{h200: 8}`.
    fileprivate func modelledDevices(_ catalogue: Catalogue) throws(DocumentFault) -> [KindName: Int] {
        var devices: [KindName: Int] = [:]
        for entry in try entries("modelled_devices") {
            let kind = try entry.parsedKey { text throws(BerthError) in try catalogue.kind(KindName(text)) }
            try NodePlan.refuseUnsupported(kind.legalSets, of: "kind \"\(kind.name)\"", at: entry.keyPosition)
            devices[kind.name] = try entry.value.integer(entry.key, in: 1...Limits.devicesPerGroupMax)
        }
        return devices
    }
}
