import BerthModel
import PlacementStress
import Testing

@testable import BerthPlacement

@Suite struct LegalSetTests {
    @Test("seven Trainium devices are refused for ever, with the sizes that are allowed")
    func sevenChips() throws {
        var site = Site()
        site.add("t-01", [Site.chips()])
        let core = try site.core()
        let shortages = core.plan(ask(7, of: Site.trn2)).shortages
        #expect(shortages.map(\.reason) == [.neverFits])
        #expect(
            shortages.first?.message == "7 x trn2 are no set that one job can hold; aligned-block sets of trn2 have 1, 4, 8 or 16 devices")
        #expect(core.canEverFit(ask(7, of: Site.trn2)) == shortages)
        #expect(core.canEverFit(ask(8, of: Site.trn2)).isEmpty)
    }

    @Test("sets on a torus are aligned blocks only, never {4..11}, whatever came and went before")
    func alignedBlocks() throws {
        var site = Site()
        site.add("t-01", [Site.chips()], cores: 32)
        let core = try site.core()
        var random = SplitMix(seed: 3)
        var held: [[MemberPlacement]] = []
        var sizes: Set<Int> = []
        for _ in 0..<5_000 {
            if held.isEmpty || Bool.random(using: &random) {
                let size = [1, 4, 8, 16].randomElement(using: &random) ?? 1
                guard let members = core.claimIfFits(ask(size, of: Site.trn2)) else { continue }
                let devices = members[0].devices
                let start = try #require(devices.first)
                #expect(start.isMultiple(of: size) && devices == Array(start..<start + size))
                sizes.insert(size)
                held.append(members)
            } else {
                core.release(held.remove(at: Int.random(in: 0..<held.count, using: &random)))
            }
        }
        #expect(sizes == [1, 4, 8, 16])
        #expect(core.checkInvariants(placements: held.flatMap { $0 }) == [])
    }

    @Test("single chips gather in one block, so that the large blocks stay whole")
    func smallSetsGather() throws {
        var site = Site()
        site.add("t-01", [Site.chips()], cores: 32)
        let core = try site.core()
        for _ in 0..<5 { #expect(core.claim(ask(1, of: Site.trn2)).fits) }
        #expect(core.usage(of: NodeIndex(0)).groups[0].claimed == [0, 1, 2, 3, 4])
        #expect(core.plan(ask(8, of: Site.trn2)).placements.first?.devices == Array(8..<16))
        #expect(core.plan(ask(4, of: Site.trn2)).placements.first?.devices == [8, 9, 10, 11])
    }

    @Test("devices on a ring are given as runs, which may go round its end")
    func ring() throws {
        var site = Site()
        site.add("i-01", [Site.group(KindName(literal: "inf2"), 12, rule: .ring)])
        let core = try site.core()
        #expect(core.usage(of: NodeIndex(0)).groups.first?.installed == 12)
        let inf2 = KindName(literal: "inf2")
        let first = core.claim(ask(3, of: inf2)).placements
        #expect(first.first?.devices == [0, 1, 2])
        #expect(core.claim(ask(7, of: inf2)).placements.first?.devices == Array(3..<10))
        core.release(first)
        #expect(core.plan(ask(5, of: inf2)).placements.first?.devices == [0, 1, 2, 10, 11])
        #expect(core.plan(ask(6, of: inf2)).shortages.map(\.reason) == [.waitingForAccelerators])
    }

    @Test("a kind that no node has is named with what the fleet has")
    func noSuchKind() throws {
        var site = Site.gpuRacks
        site.add("t-01", [Site.chips()])
        let shortages = try site.core().plan(ask(1, of: KindName(literal: "h100"))).shortages
        #expect(shortages.map(\.reason) == [.noSuchKind])
        #expect(shortages.first?.message == "no node has accelerator kind \"h100\"; the fleet has 32 x h200, 16 x trn2")
    }

    @Test("mask tables agree with a filter over all subsets of the devices", arguments: [1, 4, 8, 12, 16])
    func tables(installed: Int) {
        let sets = DeviceSets(rule: Site.blocks, installed: installed, localities: [])
        for size in sets.sizes {
            let legal = (0...UInt16.max).filter { set in
                let devices = (0..<16).filter { set >> UInt16($0) & 1 == 1 }
                guard devices.count == size, devices.allSatisfy({ $0 < installed }) else { return false }
                return Set(devices.map { $0 / size }).count == 1
            }
            #expect(sets.sets(of: size) == legal)
        }
    }
}
