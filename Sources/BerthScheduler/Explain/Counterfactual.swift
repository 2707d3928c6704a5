import BerthModel
import BerthPlacement
import BerthPolicy

/// Looks for the smallest change to a request with which it would fit, by asking the placement core itself.
struct Counterfactual {
    private let request: PlacementRequest
    private let spec: JobSpec
    private let rules: AdmissionRules
    /// Whether a request would be granted now.
    private let fits: (PlacementRequest) -> Bool

    init(_ request: PlacementRequest, spec: JobSpec, rules: AdmissionRules, fits: @escaping (PlacementRequest) -> Bool) {
        self.request = request
        self.spec = spec
        self.rules = rules
        self.fits = fits
    }

    /// The change as the flag to add; nil where no change of one figure helps. The gentlest comes first: less power keeps the
    /// devices, another kind keeps their number, fewer devices and members cost the most.
    func smallestChange() -> String? {
        powerCap() ?? fewerCores() ?? lessMemory() ?? otherKind() ?? fewerDevices() ?? fewerMembers()
    }

    private var preferred: PlacementRequest.Alternative { request.alternatives[0] }

    private func trying(_ change: (inout PlacementRequest) -> Void) -> Bool {
        var changed = request
        change(&changed)
        return fits(changed)
    }

    /// The highest cap in whole watts that fits, where every kind asked for can be capped.
    private func powerCap() -> String? {
        guard preferred.partition == nil, let name = preferred.kind, let kind = rules.catalogue.kinds[name], let lowest = kind.power.min,
            rules.canCap(name)
        else {
            return nil
        }
        func fitsUnder(_ cap: Int) -> Bool {
            trying { request in
                request.alternatives = [
                    PlacementRequest.Alternative(
                        kind: name, count: preferred.count, wattsPerDevice: max(.zero, Watts(cap) - kind.power.idle))
                ]
            }
        }
        let asked = (preferred.wattsPerDevice + kind.power.idle).roundedUp
        guard lowest.roundedUp < asked, let cap = highest(in: lowest.roundedUp..<asked, where: fitsUnder) else { return nil }
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

    /// Another kind of the fleet, as many devices, reserved at its maximum.
    private func otherKind() -> String? {
        guard preferred.partition == nil, let first = preferred.kind else { return nil }
        let asked = Set(request.alternatives.compactMap(\.kind))
        for name in rules.deviceCounts.keys.sorted() where !asked.contains(name) {
            guard let kind = rules.catalogue.kinds[name], rules.requestableCounts(name).contains(preferred.count),
                spec.powerCap == nil || rules.canCap(name), spec.together?.vendor ?? kind.vendor == kind.vendor
            else { continue }
            guard let watts = try? Reserve.perDevice(kind, peak: nil, cap: spec.powerCap) else { continue }
            if trying({ $0.alternatives = [PlacementRequest.Alternative(kind: name, count: preferred.count, wattsPerDevice: watts)] }) {
                return "--accel-any '\(first):\(preferred.count) | \(name):\(preferred.count)'"
            }
        }
        return nil
    }

    private func fewerDevices() -> String? {
        guard let kind = preferred.kind else { return nil }
        if let partition = preferred.partition { return smallerPart(partition, of: kind) }
        for count in rules.requestableCounts(kind).reversed() where count < preferred.count {
            let alternative = PlacementRequest.Alternative(kind: kind, count: count, wattsPerDevice: preferred.wattsPerDevice)
            if trying({ $0.alternatives = [alternative] }) { return "--accel \(kind):\(count)" }
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
            let alternative = PlacementRequest.Alternative(
                kind: name, count: 1, wattsPerDevice: part.boardWatts(of: kind), partition: part, thousandths: part.thousandths(of: kind))
            if trying({ $0.alternatives = [alternative] }) { return "--accel \(name):\(part)" }
        }
        return nil
    }

    private func fewerMembers() -> String? {
        let count = request.members.count
        guard count > 1, let fewer = highest(in: 1..<count, where: { number in trying { $0.members = Array(0..<number) } }) else {
            return nil
        }
        return spec.jobClass == .service ? "--replicas \(fewer)..\(spec.replicas.max)" : "-N \(fewer)"
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
