import BerthModel
import BerthPlacement
import BerthPolicy

extension Scheduler {
    /// Refuses what no waiting can help: a job that does not fit the empty fleet under its full budgets, or its agency's limits.
    func requireEverFits(_ index: Int, _ agency: AgencyName, _ spec: JobSpec) throws(BerthError) {
        let shape = work.shapes[index]
        try requireWithinLimits(shape.request, work.number(of: agency))
        let shortages: [Shortage]
        if let known = everFits[index] {
            shortages = known
        } else {
            shortages = work.core.canEverFit(shape.request)
            everFits[index] = shortages
        }
        guard let worst = shortages.first else { return }
        throw BerthError(
            .neverFits,
            "cannot ever run here: \(shortages.map(\.message).joined(separator: "; "))"
                + "\n  asked  \(spec.requestLine)\n  fleet  \(fleetLine(for: shape.request))",
            field: field(of: worst), hint: neverFitsHint(shape, spec))
    }

    /// Some alternative must be within the agency's limits.
    private func requireWithinLimits(_ request: PlacementRequest, _ agency: Int) throws(BerthError) {
        var refusal: BerthError?
        for alternative in request.alternatives {
            let devices = alternative.count * request.members.count
            do {
                try work.usage.admitEver(
                    agency, kind: alternative.kind, thousandths: alternative.thousandths * request.members.count,
                    watts: alternative.wattsPerDevice * devices)
                return
            } catch {
                refusal = refusal ?? error
            }
        }
        if let refusal { throw refusal }
    }

    private func fleetLine(for request: PlacementRequest) -> String {
        let kinds = request.alternatives.compactMap(\.kind)
        guard kinds.isEmpty else { return rules.fleetLine(kinds) }
        let largest = fleet.nodes.max { $0.coreCount < $1.coreCount }
        return
            "\(fleet.nodes.count) \(fleet.nodes.count == 1 ? "node" : "nodes"), "
            + "the largest with \(largest?.coreCount ?? 0) cores and \(largest?.memory ?? .zero)"
    }

    private func field(of shortage: Shortage) -> String? {
        switch shortage.unit {
        case "cores": "/cpus"
        case "MiB": "/memory"
        case "nodes": "/nodes"
        case "devices": "/accelerators"
        default: nil
        }
    }

    /// The largest gang, or the largest set of devices, that the empty fleet would take.
    private func neverFitsHint(_ shape: Shape, _ spec: JobSpec) -> String? {
        let empty = work.core.emptied()
        return Counterfactual(shape.request, spec: spec, rules: rules, learnt: state.kindTimes) { empty.fits($0) }.smallestChange()
    }
}
