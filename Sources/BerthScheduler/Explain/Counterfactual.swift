import BerthModel
import BerthPlacement
import BerthPolicy

/// Looks for the smallest change to a job with which it would fit, by asking the placement core itself for the job as it would then be
/// submitted: what a flag does is said in one place only.
struct Counterfactual {
    private let request: PlacementRequest
    private let spec: JobSpec
    private let rules: AdmissionRules
    private let learnt: KindTimes
    /// Whether a request would be granted now.
    private let fits: (PlacementRequest) -> Bool

    init(_ request: PlacementRequest, spec: JobSpec, rules: AdmissionRules, learnt: KindTimes, fits: @escaping (PlacementRequest) -> Bool) {
        self.request = request
        self.spec = spec
        self.rules = rules
        self.learnt = learnt
        self.fits = fits
    }

    /// The change as the flag to add; nil where no change of one figure helps. The gentlest comes first: less power keeps the
    /// devices, another kind keeps their number, fewer devices and members cost the most.
    func smallestChange() -> String? {
        powerCap() ?? fewerCores() ?? lessMemory() ?? otherKind() ?? fewerDevices() ?? fewerMembers()
    }

    private var preferred: PlacementRequest.Alternative { request.alternatives[0] }

    private func trying(_ change: (inout JobSpec) -> Void) -> Bool {
        var changed = spec
        change(&changed)
        guard let asked = try? rules.request(for: changed, members: Array(0..<changed.members.min), learnt: learnt) else { return false }
        return fits(asked)
    }

    /// The highest cap in whole watts that fits, where every kind asked for can be capped.
    private func powerCap() -> String? {
        let kinds = request.alternatives.compactMap { $0.kind.flatMap { rules.catalogue.kinds[$0] } }
        guard request.alternatives.allSatisfy({ $0.partition == nil }), kinds.count == request.alternatives.count,
            let lowest = kinds.map({ $0.power.min ?? $0.power.max }).max()?.roundedUp
        else { return nil }
        let asked = zip(request.alternatives, kinds).map { ($0.wattsPerDevice + $1.power.idle).roundedUp }.max() ?? 0
        guard lowest < asked, let cap = highest(in: lowest..<asked, where: { cap in trying { $0.powerCap = Watts(cap) } }) else {
            return nil
        }
        return "--power-cap \(cap)W"
    }

    private func fewerCores() -> String? {
        guard let cores = request.cpus.wholeCores, cores > 1,
            let fewer = highest(in: 1..<cores, where: { count in trying { $0.cpus = .cores(count) } })
        else { return nil }
        return "--cpus \(fewer)"
    }

    private func lessMemory() -> String? {
        let mebibytes = request.memory.mebibytesRoundedUp
        guard mebibytes > 1, let less = highest(in: 1..<mebibytes, where: { size in trying { $0.memory = .mebibytes(size) } }) else {
            return nil
        }
        return "--mem \(less)MiB"
    }

    /// Another kind of the fleet, as many devices.
    private func otherKind() -> String? {
        guard preferred.partition == nil, let first = preferred.kind else { return nil }
        let asked = Set(request.alternatives.compactMap(\.kind))
        for name in rules.deviceCounts.keys.sorted() where !asked.contains(name) {
            guard rules.requestableCounts(name).contains(preferred.count) else { continue }
            let either = [first, name].map { AcceleratorRequest(kind: $0, count: preferred.count) }
            if trying({ $0.accelerators = either }) { return "--accel-any '\(first):\(preferred.count) | \(name):\(preferred.count)'" }
        }
        return nil
    }

    private func fewerDevices() -> String? {
        guard let kind = preferred.kind else { return nil }
        if let partition = preferred.partition { return smallerPart(partition, of: kind) }
        for count in rules.requestableCounts(kind).reversed() where count < preferred.count {
            if trying({ $0.accelerators = [AcceleratorRequest(kind: kind, count: count)] }) { return "--accel \(kind):\(count)" }
        }
        return nil
    }

    /// The largest MIG profile below the one asked for that fits.
    private func smallerPart(_ partition: PartitionRequest, of name: KindName) -> String? {
        guard case .mig(let asked) = partition, let kind = rules.catalogue.kinds[name],
            let profile = kind.migProfiles.first(where: { $0.name == asked })
        else { return nil }
        let smaller = kind.migProfiles.filter {
            ($0.computeSlices, $0.memorySlices) < (profile.computeSlices, profile.memorySlices) && !$0.hasMediaEngines
        }
        for other in smaller.sorted(by: { ($0.computeSlices, $0.memorySlices) > ($1.computeSlices, $1.memorySlices) }) {
            let part = PartitionRequest.mig(other.name)
            if trying({ $0.accelerators = [AcceleratorRequest(kind: name, count: 1, partition: part)] }) {
                return "--accel \(name):\(part)"
            }
        }
        return nil
    }

    private func fewerMembers() -> String? {
        let count = request.members.count
        let isService = spec.jobClass == .service
        func fitsWith(_ number: Int) -> Bool {
            trying { spec in
                if isService { spec.replicas = ReplicaRange(min: number, max: spec.replicas.max) } else { spec.nodes = number }
            }
        }
        guard count > 1, let fewer = highest(in: 1..<count, where: fitsWith) else { return nil }
        return isService ? "--replicas \(fewer)..\(spec.replicas.max)" : "-N \(fewer)"
    }

    /// The highest value that fits, where what fits at one value fits at every lower one.
    private func highest(in range: Range<Int>, where fits: (Int) -> Bool) -> Int? {
        guard fits(range.lowerBound) else { return nil }
        var (low, high) = (range.lowerBound, range.upperBound)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if fits(middle) { low = middle } else { high = middle }
        }
        return low
    }
}
