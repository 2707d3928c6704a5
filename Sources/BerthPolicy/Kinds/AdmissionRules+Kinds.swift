public import BerthModel
import BerthPlacement

extension AdmissionRules {
    /// What a policy wants of the kind that a job gets; nil: the first of the job's own order that fits.
    public func objective(of spec: JobSpec) -> Objective? { spec.queue.flatMap { policy.queues[$0]?.objective } ?? policy.objective }

    /// The alternatives of a job that its objective leaves, the best first.
    /// - Parameter workload: whose profiles say how fast each kind is.
    func ranked(
        _ alternatives: [PlacementRequest.Alternative], of spec: JobSpec, _ workload: Policy.Workload?
    ) -> [PlacementRequest.Alternative] {
        guard alternatives.count > 1, let workload, let objective = objective(of: spec) else { return alternatives }
        return KindRanking.positions(alternatives.map { option($0, workload) }, by: objective).map { alternatives[$0] }
    }

    private static func scaled(_ value: Int, by count: Int, over slots: Int) -> Int {
        let (product, overflow) = value.multipliedReportingOverflow(by: count)
        return overflow ? Int.max : product / slots
    }

    private func option(_ alternative: PlacementRequest.Alternative, _ workload: Policy.Workload) -> KindOption {
        let profile = workload.profiles.first { $0.kind == alternative.kind }
        let kind = alternative.kind.flatMap { catalogue.kinds[$0] }
        let steady = profile?.steady ?? (kind?.power.idle ?? .zero) + alternative.wattsPerDevice
        // A job may ask for more or fewer devices than were measured: then as much more or less is believed.
        let throughput = profile.flatMap { profile in
            profile.throughputThousandths.map { AdmissionRules.scaled($0, by: alternative.count, over: max(1, profile.slots)) }
        }
        let cost = alternative.kind.flatMap { policy.accelerators[$0]?.costThousandths }
        return KindOption(
            throughputThousandths: throughput, milliwatts: (steady * alternative.count).milliwatts,
            costThousandths: cost.map { $0 * alternative.count })
    }
}
