import BerthModel
import TestSupport
import Testing

@testable import BerthPlacement

@Suite("Sets of devices and the tables made of them")
struct ShapeTests {
    /// AWS p5: eight GPUs, four on each socket.
    private let p5 = DeviceSets(rule: .any, installed: 8, localities: [0x0F, 0xF0])

    @Test("one-, two- and four-GPU jobs that come and go on a p5 node stand on one socket whenever one has room", arguments: 1...8)
    func oneSocket(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var free = p5.all
        var held: [UInt16] = []
        for _ in 0..<500 {
            let size = [1, 2, 4].randomElement(using: &random) ?? 1
            if free.nonzeroBitCount >= size, Bool.random(using: &random) {
                let set = try #require(p5.choose(size, from: free))
                let fitsOne = p5.localities.contains { ($0 & free).nonzeroBitCount >= size }
                #expect(set & ~free == 0 && set.nonzeroBitCount == size)
                #expect(p5.straddled(by: set) == (fitsOne ? 1 : 2))
                free &= ~set
                held.append(set)
            } else if !held.isEmpty {
                free |= held.remove(at: Int.random(in: 0..<held.count, using: &random))
            }
        }
    }

    @Test("a ring goes on from its last device to its first, a line does not")
    func ends() {
        let ring = DeviceSets(rule: .ring, installed: 12, localities: [])
        let line = DeviceSets(rule: .line, installed: 12, localities: [])
        let around: UInt16 = 0b1000_0000_0011
        #expect(ring.choose(3, from: around) == around && ring.count(of: 3, in: around) == 1)
        #expect(line.choose(3, from: around) == nil && line.choose(2, from: around) == 0b11)
        #expect(ring.sets(of: 3)?.count == 12 && line.sets(of: 3)?.count == 10)
        #expect(ring.sets(of: 12)?.count == 1)
    }

    @Test("devices of a trn2 node that straddle sockets are known: a row of four may, and is then taken last")
    func straddlingRows() throws {
        // The sockets of the node hold devices 4 to 11 and the others: blocks of four are whole, blocks of eight are not.
        let sets = DeviceSets(rule: .alignedBlock(sizes: [1, 4, 8, 16]), installed: 16, localities: [0x0FF0, 0xF00F])
        #expect(sets.sets(of: 4)?.allSatisfy { sets.straddled(by: $0) == 1 } == true)
        #expect(sets.sets(of: 8)?.allSatisfy { sets.straddled(by: $0) == 2 } == true)
        #expect(sets.leastStraddled(by: 8) == 2 && sets.leastStraddled(by: 4) == 1)
        let shifted = DeviceSets(rule: .alignedBlock(sizes: [1, 4, 8, 16]), installed: 16, localities: [0x3FF0, 0xC00F])
        #expect(shifted.straddled(by: 0xF000) == 2)
        #expect(try #require(shifted.choose(4, from: shifted.all)) != 0xF000)
        #expect(shifted.choose(4, from: 0xF000) == 0xF000)
    }

    @Test("a table picks what the sets choose, and a kernel as good a set, for every mask of up to eight devices")
    func tables() {
        for type in RandomFleet.types where 1...8 ~= type.devices {
            let sets = type.sets
            let table = ShapeTable(sets)
            for mask in 0..<UInt16(1) << UInt16(type.devices) {
                for size in sets.sizes {
                    let chosen = sets.choose(size, from: mask) ?? 0
                    let picked = table.pick(size, from: mask)
                    #expect(picked.nonzeroBitCount == chosen.nonzeroBitCount && picked & ~mask == 0, "\(size) of \(mask)")
                    #expect(sets.straddled(by: picked) == sets.straddled(by: chosen), "\(size) of \(mask)")
                    if table.kernel == .table { #expect(picked == chosen, "\(size) of \(mask)") }
                }
            }
        }
    }

    @Test("a kernel of sixteen devices picks a legal set exactly when there is one, for every mask")
    func kernelsEveryMask() {
        for type in RandomFleet.types where type.devices == 16 {
            let kernel = ShapeTable.cached(type.sets).kernel
            let locality = type.sets.localities.first ?? 0
            for size in [1, 4, 8, 16] {
                let legal = type.sets.sets(of: size)
                var wrong: [UInt16] = []
                for mask in UInt16.min...UInt16.max {
                    let picked = kernel.pick(size, from: mask, locality)
                    var hasOne = mask.nonzeroBitCount >= size
                    var isLegal = picked & ~mask == 0 && picked.nonzeroBitCount == size
                    if let legal {
                        hasOne = false
                        for set in legal where set & ~mask == 0 { hasOne = true }
                        isLegal = isLegal && legal.contains(picked)
                    }
                    if hasOne ? !isLegal : picked != 0 { wrong.append(mask) }
                }
                #expect(wrong == [], "\(size) devices")
            }
        }
    }
}
