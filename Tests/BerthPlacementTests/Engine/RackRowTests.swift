import Testing

@testable import BerthPlacement

@Suite("Racks of a row")
struct RackRowTests {
    private func row(_ racks: [Int]) -> RackRow {
        var row = RackRow(blocks: 0..<1)
        for held in racks { row.add(held) }
        return row
    }

    @Test("the largest racks are filled until what is left fits one, and then the tightest that holds it")
    func order() {
        let racks = row([5, 4, 4, 2, 1])
        #expect(racks.nextSize(for: 3) == 4)
        #expect(racks.nextSize(for: 5) == 5)
        #expect(racks.nextSize(for: 7) == 5 && racks.nextSize(for: 2) == 2)
        #expect(racks.nextSize(for: 99) == 5)
        #expect(row([]).nextSize(for: 1) == nil)
    }

    @Test("what a gang needs of a row: the racks, and what the last keeps", arguments: 1...16)
    func need(count: Int) throws {
        // 5 and 2 hold seven; 5, 4 and 2 eleven; of the two fours one is enough for three, and keeps a place.
        let expected = [
            (1, 0), (1, 0), (1, 1), (1, 0), (1, 0), (2, 0), (2, 0), (2, 1), (2, 0), (3, 0), (3, 0), (3, 1), (3, 0), (4, 0), (4, 0), (5, 0),
        ][count - 1]
        let need = try #require(row([5, 4, 4, 2, 1]).need(for: count))
        #expect(need.racks == expected.0 && need.spare == expected.1)
    }

    @Test("a row that holds a gang in fewer racks is better, then one that keeps less, then one that holds more of it")
    func better() {
        #expect(row([4]).isBetter(than: row([2, 2]), for: 4) && !row([2, 2]).isBetter(than: row([4]), for: 4))
        #expect(row([3]).isBetter(than: row([4]), for: 3) && !row([4]).isBetter(than: row([3]), for: 3))
        #expect(row([2, 1]).isBetter(than: row([2]), for: 9) && row([9]).isBetter(than: row([4, 4]), for: 9))
        #expect(!row([]).isBetter(than: nil, for: 1))
        #expect(row([4]).isIdeal(for: 4, rackMax: 8) && !row([4]).isIdeal(for: 3, rackMax: 8))
        // Racks of two may be the best of this row; elsewhere there may be one of four.
        #expect(!row([2, 2]).isIdeal(for: 4, rackMax: 4) && row([2, 2]).isIdeal(for: 4, rackMax: 2))
    }
}
