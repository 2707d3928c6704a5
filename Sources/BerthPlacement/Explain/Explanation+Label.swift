import BerthModel

/// What is said of hosts that belong to other labels.
extension Explanation {
    /// Hosts with room that another label owns, and what of them stands free.
    func labelShortage(_ seats: [Seat]) -> Shortage {
        let used = Set(seats.map(\.node))
        let foreign = used.filter { isForeign($0) }.map { layout.nodes[$0].name }.sorted()
        let names = foreign.prefix(3).map(\.text).joined(separator: ", ") + (foreign.count > 3 ? " and \(foreign.count - 3) more" : "")
        return Shortage(
            .waitingForLabel, need: used.count, have: used.count - foreign.count, unit: "nodes", domain: foreign.first?.text ?? "site",
            message: "\(names) \(foreign.count == 1 ? "has" : "have") room, but not for "
                + "\(request.label == 0 ? "jobs without a label" : "this label")\(freeElsewhere)")
    }

    private func isForeign(_ host: Int) -> Bool {
        layout.positions(of: host).contains { actual.engine.label($0) != request.label }
    }

    /// Devices of the kinds asked for that stand free on such hosts: how much labels cost.
    private var freeElsewhere: String {
        let kinds = Set(request.alternatives.compactMap(\.kind))
        let free = kinds.sorted().compactMap { kind -> String? in
            let count = layout.nodes.indices.filter(isForeign).reduce(0) { sum, host in
                guard let group = layout.shape(of: host).groupIndex(of: kind) else { return sum }
                return sum + actual.engine.freeDevices(layout.nodes[host].position + group).nonzeroBitCount
            }
            return count == 0 ? nil : "\(count) x \(kind)"
        }
        return free.isEmpty ? "" : "; \(free.joined(separator: ", ")) stand free on such hosts"
    }
}
