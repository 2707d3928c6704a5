import BerthModel
package import BerthPlacement

/// The default mix of the benchmarks: jobs of 1, 2, 4, 8 and 16 devices in 70, 15, 7, 5 and 3 %, over all kinds by their share of the
/// fleet, always with cores, memory and an agency; one in twenty takes devices of another kind where its own has no room.
///
/// A job of more devices than one legal set of a node holds has several members, each the largest set that divides it: 16 on H100 are
/// two nodes of eight, 2 on Trainium2 are two devices. Of kinds whose boards can be shared every fifth job asks for a part of one, which is
/// about one job in twenty of all: MIG instances and shares of time by turns.
package struct JobMix: Sendable {
    /// A job in numbers: members that are alike.
    package struct Job: BitwiseCopyable, Sendable {
        package var request: ClaimRequest
        package var members: Int32
        package var devices: Int32
        /// The position among `jobs` of the same job on another kind, tried where this one finds no room; -1 for none.
        package var alternative: Int32 = -1

        /// Devices that count as in use; of a part of a board none, for nobody can say whose the board is.
        var wholeDevices: Int { request.share.isNone ? Int(devices) : 0 }
    }

    /// Jobs to be drawn by chance: those of kind k at `k * templatesPerKind` and up; after all kinds those that are only alternatives.
    package let jobs: [Job]
    package let agencies: Int

    /// In percent of the jobs of every kind.
    package static let shares: [(devices: Int, percent: Int)] = [(1, 70), (2, 15), (4, 7), (8, 5), (16, 3)]
    /// Two of each percent, so that the shares are exact.
    package static let templatesPerKind = 200
    /// One job in so many has an alternative.
    package static let alternativeEvery = 20

    /// Of the 140 jobs for one device of a kind whose boards can be shared, two of seven: a fifth of all of its jobs.
    private static func isPart(_ place: Int, _ devices: Int) -> Bool { devices == 1 && place % 7 < 2 }

    /// - Parameter hasPartitions: false where the placer knows whole devices only.
    package init(_ fleet: MixedFleet, seed: UInt64, hasPartitions: Bool = true) {
        var random = SplitMix(seed: seed)
        let sizes = JobMix.shares.flatMap { share in
            [Int](repeating: share.devices, count: share.percent * JobMix.templatesPerKind / 100)
        }
        // Kinds of the fleet only: an alternative on a kind that has no node would never be tried in earnest.
        let present = Set(fleet.fleet.nodes.lazy.map { fleet.fleet.types[$0.type].kind })
        var own: [Job] = []
        var alternatives: [Job] = []
        for kind in fleet.kinds.indices {
            let others = fleet.kinds.indices.filter { $0 != kind && present.contains($0) }
            for (place, devices) in sizes.enumerated() {
                var job = JobMix.job(fleet, kind, devices, &random)
                if place.isMultiple(of: JobMix.alternativeEvery), !others.isEmpty {
                    job.alternative = Int32(fleet.kinds.count * sizes.count + alternatives.count)
                    alternatives.append(JobMix.job(fleet, others[random.below(others.count)], devices, &random))
                }
                if hasPartitions, JobMix.isPart(place, devices) { JobMix.cut(&job, fleet, kind, isInstance: place % 7 == 0, &random) }
                own.append(job)
            }
        }
        agencies = fleet.fleet.agencyQuotas.count
        jobs = own + alternatives
    }

    private static func job(_ fleet: MixedFleet, _ kind: Int, _ devices: Int, _ random: inout SplitMix) -> Job {
        guard let type = fleet.fleet.types.first(where: { $0.kind == kind }) else { preconditionFailure("no node type of kind \(kind)") }
        let member = type.requestableCounts.last { $0 <= devices && devices.isMultiple(of: $0) } ?? 1
        let power = fleet.kinds[kind].power
        // Between 60 and 100 % of the most that the device may draw; cores and memory between half of its share and all of it.
        let watts = Watts(milliwatts: (power.max - power.idle).milliwatts * Int64(60 + random.below(41)) / 100)
        let cores = type.numaNodes.reduce(0) { $0 + $1.cores } / type.devices
        let mebibytes = type.numaNodes.reduce(0) { $0 + $1.mebibytes } / type.devices
        return Job(
            request: ClaimRequest(
                kind: kind, count: member, cores: CoreShare(eighths: 8 * max(1, member * cores * (4 + random.below(5)) / 8)),
                mebibytes: min(EngineFleet.NodeType.NUMANode.mebibytesMax, member * mebibytes * (4 + random.below(5)) / 8),
                agency: 0, wattsPerDevice: watts),
            members: Int32(devices / member), devices: Int32(devices))
    }

    /// Makes a job for one device one for a part of it, with as small a part of the cores and the memory; where the kind can do so.
    private static func cut(_ job: inout Job, _ fleet: MixedFleet, _ kind: Int, isInstance: Bool, _ random: inout SplitMix) {
        guard let type = fleet.fleet.types.first(where: { $0.kind == kind }), type.sharesBoards else { return }
        // The largest profile is the whole board.
        let profiles = type.migProfiles.indices.filter { type.migProfiles[$0].computeSlices < 7 }
        let share: BoardShare
        let charge: Int
        if isInstance, !profiles.isEmpty {
            let profile = profiles[random.below(profiles.count)]
            (share, charge) = (BoardShare(profile: profile), BoardShare.charge(for: type.migProfiles[profile]))
        } else {
            charge = 100 + 50 * random.below(9)
            share = BoardShare(thousandths: charge, mebibytes: type.boardMebibytes * charge / 1000)
        }
        let whole = job.request
        job.request = ClaimRequest(
            kind: kind, count: 1, cores: CoreShare(eighths: 8 * max(1, Int(whole.cores) * charge / 1000)),
            mebibytes: Int(whole.mebibytes) * charge / 1000, agency: 0, wattsPerDevice: .zero, share: share, charge: charge)
    }
}
