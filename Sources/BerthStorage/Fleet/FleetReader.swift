import BerthModel

/// Reads the map of a fleet file.
struct FleetReader {
    private let fields: FieldReader
    private let catalogue: Catalogue

    init(_ root: DocumentNode, _ catalogue: Catalogue) throws(DocumentFault) {
        fields = try FieldReader(root, keys: ["schema", "name", "ports", "places", "nodes"], in: "the fleet file")
        self.catalogue = catalogue
    }

    func fleet() throws(DocumentFault) -> FleetFile {
        try fields.checkSchema()
        let name = try fields.value("name")?.text("name") ?? "fleet"
        let ports = try fields.value("ports")?.portRange() ?? Fleet.defaultPorts
        let places = try PlaceReader(fields.value("places")).places()
        let list = try fields.required("nodes", in: "the fleet file", hint: "or start the daemon with \"--fleet this-host\"")
        let items = try list.list("nodes")
        guard !items.isEmpty else { throw DocumentFault(.invalidFleet, "the fleet has no nodes", at: list.position) }
        // First everything is checked and counted, then it is built.
        let known = Set(places.map(\.name))
        var plans: [NodePlan] = []
        var names: Set<NodeName> = []
        var links: Set<LinkName> = []
        for item in items {
            let plan = try NodePlan(item, places: known, catalogue: catalogue, namesLeft: Limits.nodesMax - names.count)
            for name in plan.names where !names.insert(name).inserted {
                let line = plans.first { $0.names.contains(name) }?.namesPosition.line
                throw DocumentFault(
                    .invalidFleet, "node \"\(name)\" is given twice", at: plan.namesPosition,
                    hint: line.map { "line \($0) gives it as well" })
            }
            if plan.isThisHost, plans.contains(where: \.isThisHost) {
                throw DocumentFault(.invalidFleet, "this host is given twice", at: item.position)
            }
            if let link = plan.links.first(where: { !links.insert($0).inserted }) {
                throw DocumentFault(
                    .invalidFleet, "link domain \"\(link)\" is given twice", at: plan.linksPosition,
                    hint: "its nodes are alike, and stand in one entry")
            }
            plans.append(plan)
        }
        return FleetFile(name: name, ports: ports, places: places, entries: plans.map { $0.entry() })
    }
}

extension DocumentNode {
    /// `20000-29999`.
    fileprivate func portRange() throws(DocumentFault) -> ClosedRange<Int> {
        let text = try text("ports")
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { $0.utf8.count <= 5 ? Int($0) : nil }
        guard bounds.count == 2, let first = bounds[0], let last = bounds[1], 1024 <= first, first <= last, last <= 65_535 else {
            throw DocumentFault(
                .invalidFleet, "\"\(text.prefix(60))\" is not a range of ports", at: position,
                hint: "write it like \"20000-29999\", within 1024-65535")
        }
        return first...last
    }
}
