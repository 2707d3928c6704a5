import BerthModel
package import BerthPlacement

/// The default mix of the benchmarks: jobs of 1, 2, 4, 8 and 16 devices in 70, 15, 7, 5 and 3 %, over all kinds by their share of the
/// fleet, always with cores, memory and an agency.
///
/// A job of more devices than one legal set of a node holds has several members, each the largest set that divides it: 16 on H100 are
/// two nodes of eight, 2 on Trainium2 are two devices.
package struct JobMix: Sendable {
    /// A job in numbers: members that are alike.
    package struct Job: BitwiseCopyable, Sendable {
        package var request: ClaimRequest
        package var members: Int32
        package var devices: Int32
    }

    /// Jobs to be drawn by chance: those of kind k at `k * templatesPerKind` and up.
    package let jobs: [Job]
    package let agencies: Int

    package static let templatesPerKind = 256

    package init(_ fleet: MixedFleet, seed: UInt64) {
        var random = SplitMix(seed: seed)
        agencies = fleet.fleet.agencyQuotas.count
        jobs = fleet.kinds.indices.flatMap { kind in
            (0..<JobMix.templatesPerKind).map { _ in JobMix.job(fleet, kind, &random) }
        }
    }

    private static func job(_ fleet: MixedFleet, _ kind: Int, _ random: inout SplitMix) -> Job {
        guard let type = fleet.fleet.types.first(where: { $0.kind == kind }) else { preconditionFailure("no node type of kind \(kind)") }
        let percent = random.below(100)
        let devices = percent < 70 ? 1 : percent < 85 ? 2 : percent < 92 ? 4 : percent < 97 ? 8 : 16
        let sizes = type.requestableCounts
        let member = sizes.last { $0 <= devices && devices.isMultiple(of: $0) } ?? 1
        let power = fleet.kinds[kind].power
        // Between 60 and 100 % of the most that the device may draw; cores and memory between half of its share and all of it.
        let watts = Watts(milliwatts: (power.max - power.idle).milliwatts * Int64(60 + random.below(41)) / 100)
        let cores = type.numaNodes.reduce(0) { $0 + $1.cores } / type.devices
        let mebibytes = type.numaNodes.reduce(0) { $0 + $1.mebibytes } / type.devices
        return Job(
            request: ClaimRequest(
                kind: kind, count: member, cores: CoreShare(eighths: 8 * max(1, member * cores * (4 + random.below(5)) / 8)),
                mebibytes: member * mebibytes * (4 + random.below(5)) / 8, agency: 0, wattsPerDevice: watts),
            members: Int32(devices / member), devices: Int32(devices))
    }
}
