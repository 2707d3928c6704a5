import BerthModel
import Testing

@testable import BerthPlacement

@Suite("Whole cores as bits")
struct WholeCoreTests {
    @Test("a claim of whole cores is the claim that the nibbles make, taken and given back alike", arguments: 1...8 as ClosedRange<UInt64>)
    func likeNibbles(seed: UInt64) {
        var random = SplitMix(seed: seed)
        for _ in 0..<5000 {
            let mask = UInt16(truncatingIfNeeded: random.next() & random.next())
            let claim = CoreWord(whole: mask)
            var nibbles: UInt64 = 0
            for core in 0..<16 where mask >> UInt16(core) & 1 == 1 { nibbles |= CoreWord.part(core, CoreWord.whole).bits }
            #expect(claim.bits == nibbles && claim.wholeMask == mask, "seed \(seed), mask \(mask)")
            // Each core free, partly taken, taken whole or absent.
            var word: UInt64 = 0
            for core in 0..<16 { word |= [0, 0, 3, 8, 15][random.below(5)] << UInt64(core * 4) }
            let free = CoreWord(bits: word & ~(nibbles >> 3 &* 15))
            #expect(free.claimingWhole(claim) == free.claiming(claim) && free.claimingWhole(claim) != nil, "seed \(seed), \(word), \(mask)")
            #expect(CoreWord(bits: word).claimingWhole(claim) == CoreWord(bits: word).claiming(claim), "seed \(seed), \(word), \(mask)")
            let taken = free.bits | claim.bits
            #expect(CoreWord(bits: taken).freeingWhole(claim) == free, "seed \(seed), \(word), \(mask)")
            if mask != 0 { #expect(free.freeingWhole(claim) == nil, "seed \(seed), \(word), \(mask)") }
        }
    }

    @Test("hosts of 72 cores a socket give every core once, and take all of them back")
    func wideSockets() throws {
        var site = Site()
        site.add("h-01", [], cores: 72)
        let core = try site.core()
        var held: [MemberPlacement] = []
        while let placement = core.claimIfFits(ask(cores: 7))?.first { held.append(placement) }
        #expect(held.count == 20 && core.checkInvariants(placements: held).isEmpty)
        #expect(held.allSatisfy { $0.coresAsMasks?.wholeCount == 7 })
        let names = held.flatMap(\.cores).map { $0.numaNode * 1000 + $0.core }
        #expect(Set(names).count == 140 && names.max() == 1071)
        core.release(held)
        #expect(core.checkInvariants(placements: []).isEmpty)
        // Without the hint where the node stands, as they come from a journal.
        for index in held.indices { held[index].position = .unknown }
        let isTaken = core.claim(exactly: held)
        #expect(isTaken && core.checkInvariants(placements: held).isEmpty)
        #expect(!core.claim(exactly: [held[3]]))
    }
}
