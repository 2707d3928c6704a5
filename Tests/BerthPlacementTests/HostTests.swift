import BerthModel
import Testing

@testable import BerthPlacement

@Suite("Hosts of every make")
struct HostTests {
    private func part(_ eighths: Int, mebibytes: Int = 0) -> PlacementRequest {
        PlacementRequest(
            members: [0], alternatives: [.init(kind: nil, count: 0, wattsPerDevice: .zero)], cpus: CoreShare(eighths: eighths),
            memory: .mebibytes(mebibytes))
    }

    @Test("a host of four NUMA nodes gives each job the cores and the memory beside its devices, down to the last core")
    func fourNUMANodes() throws {
        var site = Site()
        site.add("h-01", [Site.group(Site.h200, 8) { $0 / 2 }], cores: 4, gibibytes: 8, sockets: 4)
        let core = try site.core()
        var held: [MemberPlacement] = []
        for _ in 0..<8 {
            let job = try #require(core.claimIfFits(ask(1, of: Site.h200, cores: 2, mebibytes: 4096))?.first)
            let beside = try #require(job.devices.first) / 2
            #expect(job.cores.count == 2 && job.cores.allSatisfy { $0.numaNode == beside })
            #expect(job.memory == [.init(numaNode: beside, mebibytes: 4096)])
            held.append(job)
        }
        #expect(core.checkInvariants(placements: held) == [])
        #expect(core.claim(ask(cores: 1)).shortages.map(\.reason) == [.waitingForCores])
        #expect(core.usage(of: NodeIndex(0)).numaNodes.map(\.freeWholeCores) == [0, 0, 0, 0])
        core.release(held)
        #expect(core.checkInvariants(placements: []) == [])
        let whole = try #require(core.claimIfFits(ask(cores: 16, mebibytes: 32 * 1024))?.first)
        #expect(whole.memory.map(\.mebibytes) == [8192, 8192, 8192, 8192] && Set(whole.cores).count == 16)
    }

    @Test("what runs on a host of four NUMA nodes is taken again core by core, and refused where another has one of them")
    func fourNUMANodesAgain() throws {
        var site = Site()
        site.add("h-01", [], cores: 4, gibibytes: 8, sockets: 4)
        let jobs = try #require(try site.core().claimIfFits(ask(members: 3, cores: 5, mebibytes: 9000)))
        let core = try site.core()
        #expect(core.adopt(jobs))
        #expect(core.checkInvariants(placements: jobs) == [])
        var other = jobs[0]
        other.memory = []
        #expect(!core.adopt([other]))
        other.cores = []
        other.memory = [.init(numaNode: 3, mebibytes: 8192)]
        #expect(!core.adopt([other]), "the memory is taken")
        #expect(core.checkInvariants(placements: jobs) == [])
    }

    @Test(
        "a host of two kinds on which another claim is half made keeps no job from the host beside it, alone or in a gang", arguments: 1...3
    )
    func halfMade(members: Int) throws {
        var site = Site()
        for name in ["m-01", "m-02"] {
            site.add(name, [Site.group(Site.h200, 8) { _ in 0 }, Site.group(Site.trn2, 16) { _ in 0 }], cores: 8)
        }
        let core = try site.core()
        let first = try #require(core.claimIfFits(ask(cores: 1))?.first)
        core.release([first])
        let chosen = try #require(core.layout.nodes.firstIndex { $0.name == first.node })
        // Of the two nodes that the engine has for the host, the claim of another thread has taken the second only.
        let second = try #require(core.layout.positions(of: chosen).last)
        var half = Claim()
        half.sides = (SideWord(cores: 8, mebibytes: 0, on: 0) + SideWord(cores: 8, mebibytes: 0, on: 1)).bits
        #expect(core.engine.occupy(Int(core.engine.numbers[second]), half))
        guard case .fits(let planned) = core.plan(ask(members: members, cores: 1)) else {
            Issue.record("no plan, though the other host is free")
            return
        }
        #expect(planned.count == members && planned.allSatisfy { $0.node != first.node })
        let held = try #require(core.claimIfFits(ask(members: members, cores: 1)))
        #expect(held.count == members && held.allSatisfy { $0.node != first.node })
        core.engine.vacate(Int(core.engine.numbers[second]), half)
        #expect(core.checkInvariants(placements: held) == [])
    }

    @Test("as many cores are shared as there are cores, and parts of one core share it")
    func manyParts() throws {
        var site = Site()
        site.add("c-01", [], cores: 20)
        let core = try site.core()
        // Five eighths and five eighths do not share a core: forty jobs on forty cores.
        var held = (0..<40).flatMap { _ in core.claimIfFits(part(5)) ?? [] }
        #expect(Set(held.flatMap(\.cores)).count == 40)
        #expect(core.claimIfFits(part(4)) == nil)
        held += (0..<40).flatMap { _ in core.claimIfFits(part(3)) ?? [] }
        #expect(held.count == 80 && core.claimIfFits(part(1)) == nil)
        #expect(core.checkInvariants(placements: held) == [])
    }

    @Test("a part of a core has its memory on both sockets when neither alone has it")
    func partWithMuchMemory() throws {
        var site = Site()
        site.add("c-01", [], gibibytes: 8)
        let job = try #require(try site.core().claimIfFits(part(1, mebibytes: 9000))?.first)
        #expect(job.memory == [.init(numaNode: 0, mebibytes: 8192), .init(numaNode: 1, mebibytes: 808)])
    }

    @Test("the kinds of one host share its cores, its memory and its drain")
    func twoKinds() throws {
        var site = Site()
        site.add("m-01", [Site.gpus(), Site.chips()], cores: 8, gibibytes: 8)
        let core = try site.core()
        let chips = try #require(core.claimIfFits(ask(4, of: Site.trn2, cores: 10, mebibytes: 9000)))
        #expect(core.claim(ask(2, of: Site.h200, cores: 7)).shortages.map(\.reason) == [.waitingForCores])
        let gpus = try #require(core.claimIfFits(ask(2, of: Site.h200, cores: 6, mebibytes: 7000)))
        #expect(core.claim(ask(1, of: Site.trn2, cores: 1)).shortages.map(\.reason) == [.waitingForCores])
        #expect(core.usage(of: NodeIndex(0)).claimedCores == .cores(16))
        #expect(core.checkInvariants(placements: chips + gpus) == [])
        core.release(gpus)
        core.setAdmitting(NodeIndex(0), false)
        #expect(core.claimIfFits(ask(1, of: Site.h200)) == nil && core.claimIfFits(ask(1, of: Site.trn2)) == nil)
        #expect(core.claimIfFits(ask(cores: 1)) == nil)
        core.setAdmitting(NodeIndex(0), true)
        #expect(core.claimIfFits(ask(8, of: Site.h200, cores: 6)) != nil)
    }

    @Test("a host with more cores beside one socket than can be counted is refused by name when the fleet is loaded")
    func tooManyCores() throws {
        var site = Site()
        site.add("c-01", [], cores: 1_024)
        let error = #expect(throws: BerthError.self) { try site.core() }
        #expect(error?.code == .invalidFleet)
        #expect(error?.message == "node \"c-01\" has 1024 cores beside one socket; at most 1023 are supported")
    }

    @Test("a budget over nodes of two racks holds, beside those of the racks")
    func breaker() throws {
        var site = Site.gpuRacks
        site.groups = ["breaker-1": ["a1", "b1"]]
        // Base load of the two: 2 x 1060 W.
        site.budgets = ["breaker-1": Watts(2_120 + 4_100)]
        let core = try site.core()
        let first = try #require(core.claimIfFits(ask(8, of: Site.h200, on: ["a1"])))
        #expect(core.plan(ask(8, of: Site.h200, on: ["b1"])).shortages.map(\.domain) == ["breaker-1"])
        let others = try #require(core.claimIfFits(ask(8, of: Site.h200, members: 2)))
        #expect(Set(others.map(\.node)) == [Site.name("a2"), Site.name("b2")])
        #expect(core.checkInvariants(placements: first + others) == [])
        #expect(core.usage(of: DomainIndex(3)).headroom == Watts(96))
    }
}
