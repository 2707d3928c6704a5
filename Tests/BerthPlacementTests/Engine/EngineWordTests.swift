import TestSupport
import Testing

@testable import BerthPlacement

@Suite("The words of the engine and plain models of them")
struct EngineWordTests {
    @Test("a side word agrees with two pairs of counters through random claims, and refuses what one of the four has not")
    func sides() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<50 {
            var cores = [Int.random(in: 0...1023, using: &random), Int.random(in: 0...1023, using: &random)]
            var mebibytes = [SideWord.mebibytesMax, Int.random(in: 0...SideWord.mebibytesMax, using: &random)]
            var word =
                SideWord(cores: cores[0], mebibytes: mebibytes[0], on: 0) + SideWord(cores: cores[1], mebibytes: mebibytes[1], on: 1)
            for _ in 0..<100 {
                let takenCores = (0..<2).map { Int.random(in: 0...cores[$0] + 1, using: &random) / 4 }
                let takenMebibytes = (0..<2).map { Int.random(in: 0...mebibytes[$0] + 1, using: &random) / 4 }
                let excess = Int.random(in: 0..<8, using: &random)
                var (askedCores, askedMebibytes) = (takenCores, takenMebibytes)
                if excess < 2 { askedCores[excess] = min(SideWord.coresMax, cores[excess] + 1) }
                if 2..<4 ~= excess { askedMebibytes[excess - 2] = min(SideWord.mebibytesMax, mebibytes[excess - 2] + 1) }
                let claim =
                    SideWord(cores: askedCores[0], mebibytes: askedMebibytes[0], on: 0)
                    + SideWord(cores: askedCores[1], mebibytes: askedMebibytes[1], on: 1)
                let fits = (0..<2).allSatisfy { askedCores[$0] <= cores[$0] && askedMebibytes[$0] <= mebibytes[$0] }
                let next = word.claiming(claim)
                #expect((next != nil) == fits)
                guard let next else { continue }
                word = next
                for numaNode in 0..<2 {
                    cores[numaNode] -= askedCores[numaNode]
                    mebibytes[numaNode] -= askedMebibytes[numaNode]
                    #expect(word.cores(numaNode) == cores[numaNode] && word.mebibytes(numaNode) == mebibytes[numaNode])
                }
            }
        }
    }

    @Test("a device word keeps its fields apart: other devices and another class leave label, leaf and admission as they are")
    func devices() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<2000 {
            let label = UInt8.random(in: 0...255, using: &random)
            let leaf = Int.random(in: 0...63, using: &random)
            let admits = Bool.random(using: &random)
            let first = DeviceWord(free: .random(in: 0...UInt16.max, using: &random), class: 1, admitting: admits, leaf: leaf, label: label)
            let free = UInt16.random(in: 0...UInt16.max, using: &random)
            let number = Int.random(in: 1...63, using: &random)
            let word = first.replacing(free: free, class: number)
            #expect(word.free == free && word.leaf == leaf && word.label == label && word.isAdmitting == admits)
            #expect(word.offeredClass == (admits ? number : 0))
            #expect(word.admits(label) == admits && !word.admits(label ^ 1))
        }
    }

    @Test("closing a credit word empties it and counts, also past the end of the count; opening it keeps the count")
    func credits() {
        var word = CreditWord(bits: 0)
        var seen: Set<UInt64> = []
        for _ in 0..<0x7FFF {
            word = word.opened(adding: 1000).adding(-1)
            #expect(!word.isClosed && word.amount == 999)
            word = word.closed
            #expect(word.isClosed && word.amount == 0)
            seen.insert(word.bits)
        }
        #expect(seen.count == 0x7FFF, "no two closings in a row of 32,767 look alike")
        #expect(word.closed.isClosed && word.closed.amount == 0)
        let largest: Int64 = 1 << 48 - 1
        #expect(CreditWord(bits: 0).adding(largest).amount == largest && !CreditWord(bits: 0).adding(largest).isClosed)
    }

    @Test("buckets of watts never fall as watts rise, begin where they are said to, and the last begins at its named bound")
    func buckets() {
        #expect(PowerBucket.of(Int64.min) == 0 && PowerBucket.of(-1) == 0 && PowerBucket.of(16_383) == 0)
        #expect(PowerBucket.of(16_384) == 1 && PowerBucket.of(Int64.max) == PowerBucket.count - 1)
        #expect(PowerBucket.of(PowerBucket.last) == PowerBucket.count - 1 && PowerBucket.of(PowerBucket.last - 1) == PowerBucket.count - 2)
        var (last, starts) = (0, [Int64]())
        for milliwatts in stride(from: Int64(0), through: PowerBucket.last + 1_000_000, by: 4096) {
            let bucket = PowerBucket.of(milliwatts)
            #expect(bucket == last || bucket == last + 1)
            if bucket > last { starts.append(milliwatts) }
            last = bucket
        }
        #expect(starts.count == PowerBucket.count - 1)
        #expect(starts == (1..<PowerBucket.count).map(PowerBucket.floor))
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 <= $0 * 2 }, "an octave at most")
        let fine = starts.filter { $0 >= 262_144 }
        #expect(zip(fine, fine.dropFirst()).allSatisfy { $1 * 4 <= $0 * 5 }, "a quarter of one from 262 W on")
    }
}
