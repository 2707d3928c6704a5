import BerthModel
import PlacementStress
import Testing

@testable import BerthPlacement

@Suite struct ShortageTests {
    @Test("power and cores that are short at once are both listed")
    func twoBlockers() throws {
        var site = Site()
        site.add("a1", [Site.gpus()], cores: 4)
        site.budgets = ["rack-a": Watts(1_060 + 4_000)]
        let core = try site.core()
        #expect(core.claim(ask(4, of: Site.h200, cores: 6, watts: 600)).fits)
        let shortages = core.plan(ask(4, of: Site.h200, cores: 4, watts: 600)).shortages
        #expect(shortages.map(\.reason) == [.waitingForPower, .waitingForCores])
        #expect(shortages.map(\.message) == ["rack-a has 1.576 kW left, this job needs 2.416 kW", "a1 has 2 free cores, this job needs 4"])
        #expect(shortages.map(\.need) == [2_416, 4] && shortages.map(\.have) == [1_576, 2])
    }

    @Test("too few free devices are told from enough devices in the wrong shape")
    func devicesAndShape() throws {
        let core = try Site.gpuRacks.core()
        for node in ["a1", "a2", "b1", "b2"] { #expect(core.claim(ask(5, of: Site.h200, on: [node])).fits) }
        let scattered = try #require(core.plan(ask(4, of: Site.h200)).shortages.first)
        #expect(scattered.reason == .waitingForTopology && scattered.need == 4 && scattered.have == 3)
        #expect(scattered.message == "12 x h200 are free, but this job needs 4 on one node; the freest, a1, has 3")
        for node in ["a1", "a2", "b1", "b2"] { #expect(core.claim(ask(2, of: Site.h200, on: [node])).fits) }
        #expect(core.claim(ask(1, of: Site.h200)).fits)
        let few = try #require(core.plan(ask(4, of: Site.h200)).shortages.first)
        #expect(few.reason == .waitingForAccelerators && few.message == "3 x h200 are free, this job needs 4")
    }

    @Test("free chips that form no block wait for topology")
    func noBlock() throws {
        var site = Site()
        site.add("t1", [Site.chips()], cores: 32)
        let core = try site.core()
        let middle = MemberPlacement(
            member: 0, node: Site.name("t1"), kind: Site.trn2, devices: [1, 5, 9, 13], cores: [], memory: [], watts: .zero)
        #expect(core.claim(exactly: [middle]))
        let shortage = try #require(core.plan(ask(4, of: Site.trn2)).shortages.first)
        #expect(shortage.reason == .waitingForTopology)
        #expect(shortage.message == "t1 has 12 x trn2 free, but no 4 of them form a set that one job can hold")
    }

    @Test("a drained node that alone would hold the job is named")
    func drained() throws {
        let core = try Site.gpuRacks.core()
        for node in 1..<4 { #expect(core.claim(ask(8, of: Site.h200, on: [["a1", "a2", "b1", "b2"][node]])).fits) }
        core.setAdmitting(NodeIndex(0), false)
        // Waiting for devices would do as well; the list names what time alone ends first.
        #expect(core.plan(ask(8, of: Site.h200)).shortages.map(\.reason) == [.waitingForAccelerators])
        let shortages = core.plan(ask(8, of: Site.h200, on: ["a1"])).shortages
        #expect(shortages.map(\.reason) == [.waitingForNodes])
        #expect(shortages.first?.message == "the job needs a1, which takes nothing new")
    }

    @Test("what is larger than the fleet never fits, with what is asked and what exists")
    func neverFits() throws {
        let core = try Site.gpuRacks.core()
        func only(_ request: PlacementRequest) throws -> Shortage {
            let shortages = core.plan(request).shortages
            #expect(shortages.map(\.reason) == [.neverFits] && core.canEverFit(request) == shortages)
            return try #require(shortages.first)
        }
        #expect(try only(ask(8, of: Site.h200, members: 5)).message == "the job needs 5 x 8 x h200; the empty fleet holds 4 such members")
        #expect(try only(ask(9, of: Site.h200)).message == "a member needs 9 x h200 on one node; the largest has 8")
        #expect(try only(ask(1, of: Site.h200, cores: 17)).message == "a member needs 17 cores; the largest node with 1 x h200 has 16")
        #expect(try only(ask(mebibytes: 1 << 20)).need == 1 << 20)
        #expect(core.plan(ask(8, of: Site.h200, members: 4)).fits)
    }

    @Test("with several kinds to choose from, the one that lacks least is explained")
    func alternatives() throws {
        var site = Site.gpuRacks
        site.add("t1", [Site.chips()], cores: 2)
        let core = try site.core()
        #expect(core.claim(ask(cores: 4, on: ["t1"])).fits)
        #expect(core.claim(ask(16, of: Site.trn2, cores: 1)).fits == false)
        for _ in 0..<4 { #expect(core.claim(ask(8, of: Site.h200)).fits) }
        var request = ask(16, of: Site.trn2)
        request.alternatives.append(.init(kind: KindName(literal: "b200"), count: 1, wattsPerDevice: Watts(100)))
        request.alternatives.append(.init(kind: Site.h200, count: 8, wattsPerDevice: Watts(100)))
        #expect(core.plan(request).shortages.map(\.reason) == [.waitingForCores])
    }

    @Test("taking away all that is listed makes a request fit; taking away all but one does not", arguments: 1...10)
    func counterfactual(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) &* 977)
        var (checked, several) = (0, 0)
        for _ in 0..<8 {
            let site = Site.random(using: &random)
            guard let core = try? site.core() else { continue }
            var world = World(site: site)
            for _ in 0..<60 {
                let request = Site.request(using: &random)
                switch core.claim(request) {
                case .fits(let members): world.held += members
                case .blocked(let shortages):
                    if shortages.contains(where: { $0.reason.tier == 1 }) {
                        #expect(try world.emptied.fits(request) == false, "seed \(seed): \(shortages) for \(request)")
                        continue
                    }
                    #expect(shortages.allSatisfy { $0.have < $0.need })
                    #expect(try world.without(shortages[...], for: request), "seed \(seed): not enough in \(shortages) for \(request)")
                    for index in shortages.indices {
                        let others = shortages[..<index] + shortages[(index + 1)...]
                        #expect(try !world.without(others, for: request), "seed \(seed): \(shortages[index]) is not needed in \(shortages)")
                    }
                    checked += 1
                    several += shortages.count > 1 ? 1 : 0
                }
                if Int.random(in: 0..<12, using: &random) == 0 {
                    let node = Int.random(in: 0..<core.nodeCount, using: &random)
                    world.drained.insert(site.nodes[node].name)
                    core.setAdmitting(NodeIndex(node), false)
                }
            }
        }
        #expect(checked > 20 && several > 0)
    }
}

/// What is the case in a fleet, and what it would be like without some of it.
private struct World {
    let site: Site
    var held: [MemberPlacement] = []
    var drained: Set<NodeName> = []

    private func twin(budgets: [PlaceName: Watts] = [:]) throws -> Twin {
        let power = try site.power
        var domains = power.domains
        for index in domains.indices {
            if let more = budgets[domains[index].name], let budget = domains[index].budget { domains[index].budget = budget + more }
        }
        // Raised budgets may stand above their parent's: the twin does not mind, a power tree would.
        var twin = Twin(fleet: site.fleet, power: power, catalogue: .shipped)
        twin.budgets = domains.map(\.budget)
        return twin
    }

    var emptied: Twin { get throws { try twin() } }

    /// Whether a request fits once these are taken away: others' claims on such pieces, drains, and the missing watts.
    func without(_ shortages: ArraySlice<Shortage>, for request: PlacementRequest) throws -> Bool {
        var budgets: [PlaceName: Watts] = [:]
        for shortage in shortages where shortage.reason == .waitingForPower {
            budgets[try PlaceName(shortage.domain)] = Watts(shortage.need - shortage.have)
        }
        var twin = try twin(budgets: budgets)
        let reasons = Set(shortages.map(\.reason))
        twin.drained = reasons.contains(.waitingForNodes) ? [] : drained
        twin.held = held.map { member in
            var member = member
            if reasons.contains(.waitingForAccelerators) || reasons.contains(.waitingForTopology) { member.devices = [] }
            if reasons.contains(.waitingForCores) { member.cores = [] }
            if reasons.contains(.waitingForMemory) { member.memory = [] }
            return member
        }
        return twin.fits(request)
    }
}
