import BerthModel
import BerthPolicy

extension PolicyReader {
    private static let onCutActions = ["cap-accelerators", "pause-preemptible", "requeue-preemptible", "stop"]

    func budget(_ entry: DocumentNode.Entry) throws(DocumentFault) -> Policy.BudgetRule {
        let place = "power.\(entry.key)"
        let fields = try FieldReader(
            entry.value, keys: ["budget", "parent", "nodes", "cooling", "time_zone", "on_cut", "schedule"], in: place)
        let name = try entry.name(PlaceTag.self)
        let nodes = try fields.value("nodes")?.nodeNames("nodes") ?? []
        var parent = try fields.value("parent")?.name("parent", PlaceTag.self)
        if name == Place.site, parent != nil || !nodes.isEmpty {
            throw DocumentFault(
                .invalidPolicy, "\"site\" is the root of all places: it has no parent, and all nodes", at: entry.keyPosition)
        }
        if parent == nil, !nodes.isEmpty { parent = Place.site }
        let cooling = try fields.value("cooling").map { node throws(DocumentFault) in try self.cooling(node, in: place) }
        try refuse(fields, "schedule", in: place)
        if let node = fields.value("time_zone") {
            _ = try node.text("time_zone")
            note(fields, "time_zone", in: place)
        }
        if let node = fields.value("on_cut") {
            for action in try node.texts("on_cut") where !PolicyReader.onCutActions.contains(action) {
                let near = Spelling.nearest(to: action, among: PolicyReader.onCutActions).map { "did you mean \"\($0)\"?" }
                throw DocumentFault(
                    .invalidPolicy, "no action \"\(action)\" is known", at: node.position,
                    hint: near ?? "known: \(PolicyReader.onCutActions.joined(separator: ", "))")
            }
            note(fields, "on_cut", in: place)
        }
        return Policy.BudgetRule(
            name: name, parent: parent, budget: try fields.value("budget")?.watts("budget"), nodes: nodes,
            coolingFixed: cooling?.fixed ?? .zero,
            coolingFactorThousandths: cooling?.factor ?? 1000)
    }

    private func cooling(_ node: DocumentNode, in place: String) throws(DocumentFault) -> (fixed: Watts, factor: Int) {
        let fields = try FieldReader(node, keys: ["fixed", "factor"], in: "\(place).cooling")
        let factor = try fields.value("factor")?.thousandths("factor") ?? 1000
        guard (1000...10_000).contains(factor) else {
            throw DocumentFault(
                .invalidQuantity, "a cooling factor is 1 to 10: watts drawn for each watt of the nodes", at: fields.keyPosition("factor"))
        }
        return (try fields.value("fixed")?.watts("fixed") ?? .zero, factor)
    }

    func powerOverride(_ entry: DocumentNode.Entry) throws(DocumentFault) -> Policy.PowerOverride {
        let place = "accelerators.\(entry.key)"
        let fields = try FieldReader(entry.value, keys: ["watts"], in: place)
        let node = try fields.required("watts", in: place)
        let watts = try FieldReader(node, keys: ["idle", "max", "caps", "provenance"], in: "\(place).watts")
        if let caps = watts.value("caps") {
            for cap in try caps.list("caps") { _ = try cap.wattsOfKey("caps") }
            note(watts, "caps", in: "\(place).watts")
        }
        let result = Policy.PowerOverride(
            idle: try watts.value("idle")?.wattsOfKey("idle"), max: try watts.value("max")?.wattsOfKey("max"),
            provenance: try watts.value("provenance")?.word("provenance") ?? .operator)
        let shipped = catalogue.kinds[try kind(entry)]?.power
        let (idle, max) = (result.idle ?? shipped?.idle ?? .zero, result.max ?? shipped?.max ?? .zero)
        guard idle > .zero, idle <= max else {
            throw DocumentFault(
                .invalidPolicy, "\(entry.key) would draw \(idle) idle and \(max) at most; idle is above zero and not above the maximum",
                at: node.position)
        }
        return result
    }

    func workload(_ entry: DocumentNode.Entry) throws(DocumentFault) -> Policy.Workload {
        let place = "workloads.\(entry.key)"
        let fields = try FieldReader(entry.value, keys: ["alternatives"], in: place)
        let list = try fields.required("alternatives", in: place)
        var profiles: [Policy.Profile] = []
        for item in try list.list("alternatives") {
            let profile = try profile(item, in: place)
            guard !profiles.contains(where: { $0.kind == profile.kind && $0.slots == profile.slots }) else {
                throw DocumentFault(
                    .invalidPolicy, "\(profile.kind) with \(profile.slots) slots is given twice in \(place)", at: item.position)
            }
            profiles.append(profile)
        }
        guard !profiles.isEmpty else { throw DocumentFault(.invalidPolicy, "\(place) names no kind", at: list.position) }
        return Policy.Workload(profiles: profiles)
    }

    private func profile(_ node: DocumentNode, in place: String) throws(DocumentFault) -> Policy.Profile {
        let fields = try FieldReader(
            node, keys: ["kind", "slots", "throughput", "unit", "watts_per_slot"], in: "an alternative of \(place)")
        let kindNode = try fields.required("kind", in: "an alternative of \(place)")
        let kind = try kindNode.parsed("kind") { text throws(BerthError) in try catalogue.kind(KindName(text)) }
        let watts = try fields.value("watts_per_slot").map { node throws(DocumentFault) in
            try FieldReader(node, keys: ["steady", "peak", "provenance"], in: "watts_per_slot of \(place)")
        }
        let steady = try watts?.value("steady")?.wattsOfKey("steady")
        let peak = try watts?.value("peak")?.wattsOfKey("peak")
        if let steady, let peak, steady > peak {
            throw DocumentFault(
                .invalidPolicy, "a steady draw of \(steady) is above the peak of \(peak)", at: watts?.keyPosition("steady") ?? node.position
            )
        }
        return Policy.Profile(
            kind: kind.name,
            slots: try fields.required("slots", in: "an alternative of \(place)").integer("slots", in: 1...Limits.devicesPerGroupMax),
            throughputThousandths: try fields.value("throughput")?.thousandths("throughput"), unit: try fields.value("unit")?.text("unit"),
            steady: steady, peak: peak, provenance: try watts?.value("provenance")?.word("provenance") ?? .operator)
    }
}

extension DocumentNode {
    /// `5200` or `1.25`, in thousandths.
    fileprivate func thousandths(_ name: String) throws(DocumentFault) -> Int {
        func fault() -> DocumentFault {
            DocumentFault(.invalidQuantity, "\"\(name)\" must be a number with at most three decimals, not \(described)", at: position)
        }
        guard case .scalar(let text, isQuoted: false) = content else { throw fault() }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...12).contains(parts[0].count),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let whole = Int(parts[0])
        else { throw fault() }
        guard parts.count == 2 else { return whole * 1000 }
        guard (1...3).contains(parts[1].count), let fraction = Int(parts[1]) else { throw fault() }
        return whole * 1000 + fraction * [100, 10, 1][parts[1].count - 1]
    }
}
