import BerthModel
import BerthBench
import BerthPlacement
import Testing

@Suite("Job mix")
struct JobMixTests {
    private let fleet = MixedFleet(nodes: 1000, agencies: 100)

    private func own(_ mix: JobMix) -> ArraySlice<JobMix.Job> { mix.jobs[..<(fleet.kinds.count * JobMix.templatesPerKind)] }

    @Test("jobs of every kind have 1, 2, 4, 8 and 16 devices in 70, 15, 7, 5 and 3 %", arguments: [1, 2, 99] as [UInt64])
    func shares(seed: UInt64) {
        let jobs = own(JobMix(fleet, seed: seed))
        for kind in fleet.kinds.indices {
            let ofKind = jobs.filter { $0.request.kind == Int32(kind) }
            #expect(ofKind.count == JobMix.templatesPerKind)
            for (devices, percent) in [(1, 70), (2, 15), (4, 7), (8, 5), (16, 3)] {
                #expect(ofKind.count { $0.devices == Int32(devices) } * 100 == percent * ofKind.count)
            }
        }
    }

    @Test("one job in twenty has an alternative: as many devices of another kind")
    func alternatives() {
        let mix = JobMix(fleet, seed: 7)
        let chosen = own(mix).filter { $0.alternative >= 0 }
        #expect(chosen.count * 20 == own(mix).count)
        for job in chosen {
            let other = mix.jobs[Int(job.alternative)]
            #expect(other.devices == job.devices)
            #expect(other.request.kind != job.request.kind)
            #expect(other.alternative == -1)
        }
    }

    @Test("members are alike and add up to the job, each with cores, memory and watts")
    func members() {
        for job in JobMix(fleet, seed: 3).jobs {
            #expect(job.members * job.request.count == job.devices)
            #expect(job.request.cores > 0 && job.request.mebibytes > 0 && (job.request.deviceMilliwatts > 0) == job.request.share.isNone)
        }
    }

    @Test("of kinds whose boards can be shared every fifth job asks for a part of one: an instance, or a share of its time")
    func partitions() {
        let jobs = own(JobMix(fleet, seed: 5))
        for kind in fleet.kinds.indices {
            let parts = jobs.filter { $0.request.kind == Int32(kind) && !$0.request.share.isNone }
            #expect(parts.count * 5 == (fleet.kinds[kind].canPartition ? JobMix.templatesPerKind : 0))
            #expect(parts.isEmpty || Set(parts.map { $0.request.share.profile == nil }).count == 2)
        }
        #expect(JobMix(fleet, seed: 5, hasPartitions: false).jobs.allSatisfy { $0.request.share.isNone })
    }

    @Test("one seed gives one mix")
    func seeds() {
        func watts(_ seed: UInt64) -> [Int64] { JobMix(fleet, seed: seed).jobs.map(\.request.deviceMilliwatts) }
        #expect(watts(4) == watts(4))
        #expect(watts(4) != watts(5))
    }
}
