import BerthModel
import TestSupport
import Testing

@testable import BerthPlacement

@Suite("Parts of boards in the core")
struct PartTests {
    private static let kind = Catalogue.shipped.kinds[Site.h200]

    /// What a part asks for, with the figures of the catalogue.
    private func part(_ partition: PartitionRequest, members: Int = 1, cores: CoreShare = .cores(1)) throws -> PlacementRequest {
        let kind = try #require(PartTests.kind)
        return PlacementRequest(
            members: Array(0..<members),
            alternatives: [
                .init(
                    kind: Site.h200, count: 1, wattsPerDevice: partition.boardWatts(of: kind), partition: partition,
                    thousandths: partition.thousandths(of: kind))
            ], cpus: cores, memory: .mebibytes(100))
    }

    private func core(_ devices: Int = 2, budget: Int? = nil) throws -> PlacementCore {
        var site = Site()
        site.add("h1", [Site.gpus(devices)])
        site.budgets["rack-a"] = budget.map { Watts($0) }
        return try site.core()
    }

    @Test("the first tenant reserves the board's watts, the last gives them back, whoever they are")
    func watts() throws {
        let core = try core()
        let free = core.headroomOfSite
        let first = core.claim(try part(.mig("1g.18gb"))).placements
        // 605 W above idle for the board, and a core.
        #expect(free - core.headroomOfSite == Watts(609) && first[0].watts == Watts(4))
        #expect(first[0].accountedWatts == Watts(milliwatts: 4_000 + 605_000 / 7))
        let second = core.claim(try part(.mig("3g.71gb"))).placements
        #expect(second[0].devices == first[0].devices && free - core.headroomOfSite == Watts(613))
        #expect(core.checkInvariants(placements: first + second) == [])
        core.release(first)
        #expect(free - core.headroomOfSite == Watts(609))
        core.release(second)
        #expect(core.headroomOfSite == free && core.checkInvariants(placements: []) == [])
    }

    @Test("what is placed is placed again after a restart, in any order, watts and slices alike", arguments: 1...12)
    func restart(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let core = try core(4)
        var held: [[MemberPlacement]] = []
        for _ in 0..<80 {
            if Int.random(in: 0..<3, using: &random) == 0, !held.isEmpty {
                core.release(held.remove(at: Int.random(in: 0..<held.count, using: &random)))
            } else if Int.random(in: 0..<8, using: &random) == 0 {
                if let whole = core.claimIfFits(ask(1, of: Site.h200)) { held.append(whole) }
            } else {
                let profiles = PartTests.kind?.migProfiles.map { PartitionRequest.mig($0.name) } ?? []
                let fractions = [100, 250, 700].map { PartitionRequest.thousandths($0, memory: .gibibytes($0 / 10)) }
                let wanted = try #require((profiles + fractions).randomElement(using: &random))
                let request = try part(
                    wanted, members: Int.random(in: 1...3, using: &random),
                    cores: Bool.random(using: &random) ? .cores(1) : CoreShare(eighths: 3))
                let outcome = core.plan(request)
                #expect(core.claim(request) == outcome, "seed \(seed)")
                if outcome.fits { held.append(outcome.placements) }
            }
            #expect(core.checkInvariants(placements: held.flatMap { $0 }) == [], "seed \(seed)")
        }
        let again = try self.core(4)
        for members in held.shuffled(using: &random) { #expect(again.adopt(members), "seed \(seed)") }
        #expect(again.checkInvariants(placements: held.flatMap { $0 }) == [], "seed \(seed)")
        #expect(again.headroomOfSite == core.headroomOfSite, "seed \(seed)")
        for members in held { again.release(members) }
        let fresh = try self.core(4)
        #expect(again.checkInvariants(placements: []) == [] && again.headroomOfSite == fresh.headroomOfSite)
    }

    @Test("a part that another has, or that begins where none may, is not taken again")
    func conflicts() throws {
        let core = try core()
        let held = core.claim(try part(.mig("3g.71gb"))).placements
        var other = held
        #expect(!core.adopt(other))
        other[0].part?.start = 1
        #expect(!core.adopt(other))
        other[0].part?.start = nil
        #expect(!core.adopt(other))
        other[0].part = nil
        #expect(!core.adopt(other), "the board has a tenant")
        #expect(core.checkInvariants(placements: held) == [])
    }

    @Test("a part waits for boards that are taken whole or full, and for slices that are not side by side")
    func shortages() throws {
        let core = try core(2)
        let whole = core.claim(ask(1, of: Site.h200)).placements
        #expect(core.claim(try part(.mig("4g.71gb"))).fits)
        #expect(core.claim(try part(.mig("3g.71gb"))).fits)
        let full = try #require(core.plan(part(.mig("1g.18gb"))).shortages.first)
        #expect(full.reason == .waitingForAccelerators && full.need == 1 && full.have == 0)
        #expect(
            full.message
                == "no board has room for a part (mig=1g.18gb): of 2 x h200 that can be cut 1 are taken whole, 1 shared and too full")
        core.release(whole)
        let scattered = try self.core(1)
        // 1g from the end: slices 6, 5, 4, 3; when the one at 6 goes, 4 slices are free at 0, 1, 2 and 6: nowhere for a 3g.
        let ones = (0..<4).map { _ in try? scattered.claim(part(.mig("1g.18gb"))).placements }
        scattered.release(try #require(ones[0]))
        let shortage = try #require(scattered.plan(part(.mig("3g.71gb"))).shortages.first)
        #expect(shortage.reason == .waitingForTopology && shortage.message.contains("not side by side"))
    }

    @Test("a board's watts that are short are told with the board's, and a part in a shared board needs none of them")
    func power() throws {
        // Idle: 300 W and 2 x 95 W.
        let core = try core(2, budget: 490 + 620)
        #expect(core.claim(try part(.mig("4g.71gb"))).fits)
        #expect(core.plan(try part(.mig("1g.18gb"))).fits)
        let shortage = try #require(core.plan(part(.mig("7g.141gb"))).shortages.first)
        #expect(shortage.reason == .waitingForPower && shortage.message == "rack-a has 11 W left, this job needs 609 W")
        let never = try self.core(2, budget: 490 + 600)
        let short = try #require(never.canEverFit(part(.mig("1g.18gb"))).first)
        #expect(short.reason == .neverFits)
        #expect(short.message == "rack-a has 600 W above its idle load when nothing runs, this job needs 609 W")
    }

    @Test("boards that are kept whole, or are really there, give no parts")
    func kept() throws {
        for change in [{ $0.keepsBoardsWhole = true }, { $0.isAdaptable = false }] as [(inout DeviceGroup) -> Void] {
            var site = Site()
            site.add("h1", [Site.gpus(2)])
            change(&site.nodes[0].groups[0])
            let core = try site.core()
            #expect(core.canEverFit(try part(.mig("1g.18gb"))).map(\.reason) == [.neverFits])
            #expect(core.claim(ask(2, of: Site.h200)).fits)
        }
    }
}

extension PlacementCore {
    fileprivate var headroomOfSite: Watts { headroom(of: DomainIndex(0)) }
}
