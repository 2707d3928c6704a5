import BerthModel
import Testing

@testable import BerthPolicy

@Suite("Use that fades")
struct FairnessTests {
    @Test("half is left after a half-life, and the roots multiply to what one power gives")
    func halves() {
        let halfLife = HalfLife(.seconds(3600))
        #expect(halfLife.remainder(after: 0) == HalfLife.one && halfLife.remainder(after: 3_600_000) == HalfLife.one / 2)
        #expect(halfLife.remainder(after: 36_000_000) == HalfLife.one >> 10 && halfLife.remainder(after: .max) == 0)
        for (elapsed, expected) in [(1_800_000, 0.7071067811865476), (1, 0.9999998074591152), (5_400_000, 0.3535533905932738)]
            as [(Int64, Double)]
        {
            let left = Double(halfLife.remainder(after: elapsed)) / Double(HalfLife.one)
            #expect(abs(left - expected) < 1e-13, "after \(elapsed) ms \(left)")
        }
        #expect(HalfLife(.zero).remainder(after: 1) == 0)
    }

    @Test("a mean rises towards what is held and falls when it is given back, however often somebody looks")
    func means() {
        let halfLife = HalfLife(.seconds(1000))
        var (seldom, often) = (Meter(), Meter())
        seldom.change(by: 16_000, at: 0, halfLife)
        often.change(by: 16_000, at: 0, halfLife)
        for moment in 1...1000 { often.change(by: 0, at: Int64(moment) * 1000, halfLife) }
        #expect(seldom.mean(at: 1_000_000, halfLife) == 8000)
        #expect((7999...8000).contains(often.mean(at: 1_000_000, halfLife)))
        seldom.change(by: -16_000, at: 1_000_000, halfLife)
        #expect(seldom.mean(at: 2_000_000, halfLife) == 4000 && seldom.mean(at: 3_000_000, halfLife) == 2000)
        #expect(seldom.mean(at: 2_000_000, HalfLife(.zero)) == 0)
    }

    private func members(_ kind: KindName, _ devices: Int, watts: Int) -> [MemberPlacement] {
        [
            MemberPlacement(
                member: 0, node: NodeName(literal: "n"), kind: kind, devices: Array(0..<devices), cores: [], memory: [], watts: Watts(watts)
            )
        ]
    }

    @Test("the largest part of any resource counts, over the weight, at each level of the tree")
    func dominant() throws {
        let (h200, trn2) = (KindName(literal: "h200"), KindName(literal: "trn2"))
        let names = try ["dept", "east", "lone"].map { try AgencyName($0) }
        var policy = Policy(agencies: [
            names[0]: Policy.Agency(), names[1]: Policy.Agency(parent: names[0]), names[2]: Policy.Agency(),
        ])
        policy.agencies[names[0]]?.share = 2
        let fairness = Policy.Fairness(halfLife: .zero)
        let tree = AgencyTree(policy)
        var book = ShareBook(policy, fairness, tree: tree, devices: [h200: 16, trn2: 64], power: Watts(100_000))
        let (dept, east, lone) = try (
            #require(tree.number(of: names[0])), #require(tree.number(of: names[1])), #require(tree.number(of: names[2]))
        )
        // 4 of 16 h200, 5 of 100 kW; then 16 of 64 trn2 and 30 of 100 kW: watts count most.
        book.change(east, members(h200, 4, watts: 5000), holds: true)
        #expect(abs(Double(book.dominantShare(of: east)) / Double(1 << 40) - 0.25) < 1e-9 && book.key(of: dept) < book.key(of: east))
        book.change(lone, members(trn2, 16, watts: 30_000), holds: true)
        #expect(book.key(of: lone) > book.key(of: east) && book.key(of: lone) > book.key(of: dept))
        book.change(dept, members(h200, 8, watts: 0), holds: true)
        #expect(book.dominantShare(of: dept) > book.dominantShare(of: east), "the department's own jobs count for it")
        #expect(book.key(of: tree.leaf(of: dept)) > book.key(of: east), "and stand beneath it as an agency of share 1")
        book.change(lone, members(trn2, 16, watts: 30_000), holds: false)
        #expect(book.key(of: lone) == 0)
        var devices = ShareBook(
            policy, Policy.Fairness(halfLife: .zero, unit: .deviceHours), tree: tree, devices: [h200: 16], power: Watts(100_000))
        devices.change(lone, members(trn2, 16, watts: 30_000), holds: true)
        #expect(devices.key(of: lone) == 0, "in device-hours watts do not count")
    }

    @Test("who holds more than its own limits is told, most over first to be asked back")
    func debts() throws {
        let h200 = KindName(literal: "h200")
        let (east, west) = (AgencyName(literal: "east"), AgencyName(literal: "west"))
        var policy = Policy(agencies: [east: Policy.Agency(deviceLimits: [h200: 4]), west: Policy.Agency(powerLimit: Watts(1000))])
        policy.agencies[east]?.borrowing.devices = [h200: 2]
        var book = UsageBook(policy)
        let (one, two) = (book.number(of: east), book.number(of: west))
        #expect(book.refusal(one, .devices(h200), need: 6000) == nil && book.refusal(one, .devices(h200), need: 6001)?.agency == one)
        #expect(book.loan(one, .devices(h200), need: 4000) == nil && book.loan(one, .devices(h200), need: 4001)?.borrowing == 2000)
        book.add(members(h200, 6, watts: 10), of: one)
        book.add(members(h200, 1, watts: 1500), of: two)
        #expect(book.debts.map { "\($0.agency) \($0.resource) \($0.amount)" } == ["east devices(h200) 2000", "west power 500000"])
    }
}
