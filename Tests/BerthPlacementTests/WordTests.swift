import BerthModel
import PlacementStress
import Testing

@testable import BerthPlacement

@Suite struct WordTests {
    @Test("a node word claims only what is installed and free, and only while it admits")
    func nodeWordClaims() throws {
        let word = NodeWord(installed: 0b1111)
        let claimed = try #require(word.claiming(0b0011))
        #expect(claimed.claimed == 0b0011 && claimed.free == 0b1100 && claimed.isAdmitting)
        #expect(claimed.claiming(0b0110) == nil)
        #expect(claimed.claiming(0b10000) == nil)
        #expect(claimed.admitting(false).claiming(0b0100) == nil)
        #expect(claimed.admitting(false).claiming(0, unadmitted: false) == nil)
        #expect(try #require(claimed.admitting(false).claiming(0b0100, unadmitted: true)).claimed == 0b0111)
        #expect(try #require(claimed.freeing(0b0001)).claimed == 0b0010)
        #expect(claimed.freeing(0b0100) == nil)
    }

    @Test("the version of a node word wraps without touching the other fields")
    func versionWraps() throws {
        let last = NodeWord(bits: ~UInt64(0) << 33 | 1 << 32 | 0xFF)
        let next = try #require(last.claiming(0b1))
        #expect(next.version == 0 && next.isAdmitting && next.installed == 0xFF && next.claimed == 1)
    }

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
                #expect(word.parts(of: eighths) == taken.reduce(0) { $0 + (8 - $1) / eighths })
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

    @Test("memory is given up to the capacity and not beyond")
    func memory() {
        #expect(MemoryWord(bits: 90).claiming(10, of: 100)?.taken == 100)
        #expect(MemoryWord(bits: 90).claiming(11, of: 100) == nil)
        #expect(MemoryWord(bits: 90).freeing(91) == nil)
    }
}
