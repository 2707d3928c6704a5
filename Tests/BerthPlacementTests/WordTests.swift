import BerthModel
import PlacementStress
import Testing

@testable import BerthPlacement

@Suite struct WordTests {
    @Test("core words agree with sixteen counters through 20,000 random claims and releases")
    func coreWordTwin() {
        var random = SplitMix(seed: 11)
        for cores in [1, 7, 16] {
            var word = CoreWord(cores: cores)
            var taken = Array(repeating: 0, count: cores)
            for _ in 0..<20_000 {
                let core = Int.random(in: 0..<16, using: &random)
                let eighths = Int.random(in: 1...8, using: &random)
                if Bool.random(using: &random) {
                    let next = word.claiming(.part(core, eighths))
                    #expect((next != nil) == (core < cores && taken[core] + eighths <= 8))
                    if let next { (word, taken[core]) = (next, taken[core] + eighths) }
                } else {
                    let next = word.freeing(.part(core, eighths))
                    #expect((next != nil) == (core < cores && taken[core] >= eighths))
                    if let next { (word, taken[core]) = (next, taken[core] - eighths) }
                }
                #expect(word.freeCores == taken.count { $0 == 0 })
                #expect(word.takenEighths == taken.reduce(0, +))
                #expect(word.sharedParts(of: eighths) == taken.filter { $0 > 0 }.reduce(0) { $0 + (8 - $1) / eighths })
                let fullest = taken.filter { $0 + eighths <= 8 }.max().flatMap(taken.firstIndex(of:))
                #expect(word.fullestCore(fitting: eighths) == fullest)
            }
        }
    }

    @Test("whole cores are taken from the lowest free ones and never from shared ones")
    func wholeCores() throws {
        let word = try #require(CoreWord(cores: 6).claiming(.part(1, 3)))
        let claim = word.wholeCores(3)
        #expect((0..<16).filter { claim.eighths(of: $0) == 8 } == [0, 2, 3])
        #expect(try #require(word.claiming(claim)).freeCores == 2)
        #expect(word.wholeCores(9).bits.nonzeroBitCount == 5)
    }

    @Test("a headroom is never overdrawn, and takes nothing while it is negative")
    func headroom() {
        #expect(HeadroomWord(milliwatts: 10).reserving(10)?.milliwatts == 0)
        #expect(HeadroomWord(milliwatts: 10).reserving(11) == nil)
        #expect(HeadroomWord(milliwatts: -5).reserving(0) == nil)
    }
}
