import BerthModel
import Testing

@testable import BerthPlacement

@Suite("Expected losses of a node")
struct LossTableTests {
    private static func member(cores: Int, count: Int, milli: Int, weight: Float = 1, isServed: Bool = true) -> LossSource.Member {
        LossSource.Member(count: count, milli: milli, cores: cores, mebibytes: 0, weight: weight, isServed: isServed)
    }

    private static let scale = LossScale(devices: 8, cores: 128, mebibytes: 1 << 20)

    @Test("cores strand the devices for which they do not suffice, and no more")
    func stranding() {
        var stranding = Stranding(columns: LossScale.coreColumns, devices: 8)
        stranding.add(LossTableTests.member(cores: 10, count: 1, milli: 1000), need: 10, 1)
        let table = stranding.table()
        func stranded(_ devices: Int, _ cores: Int) -> Float { table[devices * 2 * LossScale.coreColumns + cores] }
        #expect(stranded(8, 35) == 5)
        #expect(stranded(8, 29) == 6)
        #expect(stranded(8, 80) == 0)
        #expect(stranded(2, 9) == 2)
        #expect(stranded(0, 50) == 0)
    }

    @Test("needs of more devices than are free are no part of what fills a node; needs of cores alone use up its cores")
    func members() {
        var gangs = Stranding(columns: LossScale.coreColumns, devices: 8)
        gangs.add(LossTableTests.member(cores: 4, count: 1, milli: 1000), need: 4, 1)
        gangs.add(LossTableTests.member(cores: 120, count: 8, milli: 1000), need: 120, 5)
        #expect(gangs.table()[2 * 2 * LossScale.coreColumns + 8] == 0)
        #expect(gangs.table()[8 * 2 * LossScale.coreColumns + 40] > 6)
        var mixed = Stranding(columns: LossScale.coreColumns, devices: 8)
        mixed.add(LossTableTests.member(cores: 4, count: 1, milli: 1000), need: 4, 1)
        mixed.add(LossTableTests.member(cores: 4, count: 0, milli: 0), need: 4, 1)
        // Of two needs' cores, half go to one with a device: of two devices one is left.
        #expect(mixed.table()[2 * 2 * LossScale.coreColumns + 8] == 1)
    }

    @Test("what is left of a board is what no size fills, whatever the order")
    func residue() {
        let source = LossSource([LossTableTests.member(cores: 0, count: 1, milli: 500)], LossTableTests.scale, coresOnlyWeight: 0)
        #expect((source.residue[49] - 0.49).magnitude < 1e-6)
        #expect(source.residue[50] < 0.02 && source.residue[100] < 0.03)
        #expect((source.residue[60] - 0.1).magnitude < 0.02)
    }

    @Test("whole sets are worth keeping where jobs that arrive need them, by the largest legal set that is left")
    func legalSets() {
        let store = TableStore()
        let members = [LossTableTests.member(cores: 1, count: 4, milli: 1000)]
        let scale = LossScale(devices: 16, cores: 128, mebibytes: 1 << 20)
        let table = LossTable(LossSource(members, scale, coresOnlyWeight: 0, fragmentsOnly: true), store)
        var seat = Seat()
        (seat.free, seat.whole, seat.cores, seat.mebibytes) = (0b1111, 4, 64, 1 << 19)
        #expect(table.loss(seat, largest: 4).magnitude < 1e-5)
        #expect((table.loss(seat, largest: 1) - 4 * LossTable.fragmentWeight).magnitude < 1e-5)
        withExtendedLifetime(store) {}
    }

    @Test("groups that needs with a choice can leave to those without are dearer, and without constraints all prices are zero")
    func prices() {
        var prices = KindPrices(groups: 2)
        prices.refresh(supply: [12_000, 4000], demand: [(set: 0b11, gpuMilli: 1000)])
        #expect(prices.prices == [0, 0])
        prices.refresh(supply: [12_000, 4000], demand: [(set: 0b10, gpuMilli: 1000), (set: 0b11, gpuMilli: 1000)])
        // Half of 16 devices is asked of 4; the other half spreads over 12.
        #expect((prices.prices[1] - 1).magnitude < 1e-5)
        #expect((prices.prices[0] + 1.0 / 3).magnitude < 1e-5)
    }

    @Test("tables are due when arrivals have doubled, later at equal distances, and then old arrivals lose half their weight")
    func learning() throws {
        let core = try Site.gpuRacks.core()
        var demand = LearntDemand(nodes: 1)
        let needs = try [1, 2].map { try #require(Need(ask($0, of: Site.h200), core.layout)) }
        for need in needs { _ = demand.place(adding: need) }
        var due: [Int] = []
        for arrival in 1...40_000 {
            let before = demand.tableCount
            demand.arrived(arrival % 2, times: 1)
            if demand.tableCount > before { due.append(arrival) }
        }
        #expect(due == [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 24_576, 32_768])
        // Halved at 16,384, 24,576 and 32,768 arrivals.
        #expect(demand.weights[0] == 4096 + Float(20_000 - 16_384))
    }

    @Test("of more needs than are told apart the rarer half is forgotten, and the others keep their weights")
    func forgetting() throws {
        let core = try Site.gpuRacks.core()
        var demand = LearntDemand(nodes: 1)
        func need(_ mebibytes: Int) throws -> Need { try #require(Need(ask(1, of: Site.h200, mebibytes: mebibytes), core.layout)) }
        for mebibytes in 0..<LearntDemand.needsMax {
            let place = try demand.place(adding: need(mebibytes)).place
            demand.arrived(place, times: mebibytes % 2 == 0 ? 1 : 2)
        }
        #expect(demand.generation == 0)
        let added = try demand.place(adding: need(LearntDemand.needsMax))
        #expect(added.isNew && added.place == LearntDemand.needsMax / 2 && demand.generation == 1)
        #expect(try demand.place(of: need(0)) == nil)
        let kept = try #require(try demand.place(of: need(1)))
        #expect(demand.weights[kept] == 2)
    }
}
