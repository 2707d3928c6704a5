public import BerthModel
import BerthPlacement

extension AdmissionRules {
    /// What a policy wants of the kind that a job gets; nil: the first of the job's own order that fits.
    public func objective(of spec: JobSpec) -> Objective? { spec.queue.flatMap { policy.queues[$0]?.objective } ?? policy.objective }

    /// The alternatives of a job that its objective leaves, the best first.
    /// - Parameter speeds: of each.
    func ranked(
        _ alternatives: [PlacementRequest.Alternative], of spec: JobSpec, _ workload: Policy.Workload?, _ speeds: [KindSpeed?]
    ) -> [PlacementRequest.Alternative] {
        guard alternatives.count > 1, let workload, let objective = objective(of: spec) else { return alternatives }
        let options = zip(alternatives, speeds).map { option($0, $1, workload) }
        return KindRanking.positions(options, by: objective).map { alternatives[$0] }
    }

    private func option(
        _ alternative: PlacementRequest.Alternative, _ speed: KindSpeed?, _ workload: Policy.Workload
    ) -> KindOption {
        let profile = workload.profiles.first { $0.kind == alternative.kind }
        let kind = alternative.kind.flatMap { catalogue.kinds[$0] }
        let steady = profile?.steady ?? (kind?.power.idle ?? .zero) + alternative.wattsPerDevice
        let cost = alternative.kind.flatMap { policy.accelerators[$0]?.costThousandths }
        return KindOption(
            throughputThousandths: speed?.thousandths, milliwatts: (steady * alternative.count).milliwatts,
            costThousandths: cost.map { $0 * alternative.count })
    }
}
