import TestSupport
import Testing

@testable import BerthPlacement

/// Two halls under one site, drawn on by three claimers.
private struct Halls {
    let shared: WordStore
    let credits: WordStore
    let escrow: Escrow
    private let tables = TableStore()

    init(site: Int64, halls: [Int64], claimers: Int = 3) {
        shared = WordStore(([site] + halls).map { UInt64(bitPattern: $0) })
        let stride = Escrow.stride(of: halls.count)
        credits = WordStore(zeros: stride * claimers)
        escrow = Escrow(
            shared: shared.words, wordCount: 1 + halls.count, chains: halls.indices.map { [$0 + 1, 0] }, credits: credits.words,
            stride: stride, claimers: claimers, chunkMax: 500, tables: tables)
    }

    /// What is left of a counter, credits counted.
    func left(_ word: Int) -> Int64 { Int64(bitPattern: shared.words.load(word)) + escrow.credit(under: word) }

    func change(_ word: Int, by amount: Int64) {
        let before = Int64(bitPattern: shared.words.add(word, UInt64(bitPattern: amount)))
        if before + amount < 0 { escrow.close(under: word) }
    }
}

@Suite("Counters with credits")
struct EscrowTests {
    @Test("agree with plain counters on every take of a long random run, while bounds fall and rise", arguments: 1...12)
    func plain(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let halls = Halls(site: 30_000, halls: [20_000, 16_000])
        var left: [Int64] = [30_000, 20_000, 16_000]
        var held: [(hall: Int, amount: Int64)] = []
        for step in 0..<3000 {
            let claimer = Int.random(in: 0..<3, using: &random)
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<11:
                let hall = Int.random(in: 0..<2, using: &random)
                let amount = Int64.random(in: 1...(step.isMultiple(of: 7) ? 6000 : 300), using: &random)
                let short = [hall + 1, 0].filter { left[$0] < amount }
                let refused = halls.escrow.take(hall, amount, claimer)
                #expect(short.isEmpty ? refused == -1 : short.contains(refused), "seed \(seed), step \(step)")
                guard refused < 0 else { continue }
                held.append((hall, amount))
                left[0] -= amount
                left[hall + 1] -= amount
            case 11..<18 where !held.isEmpty:
                let (hall, amount) = held.remove(at: Int.random(in: 0..<held.count, using: &random))
                halls.escrow.give(hall, amount, claimer)
                left[0] += amount
                left[hall + 1] += amount
            default:
                let word = Int.random(in: 0..<3, using: &random)
                let amount = Int64.random(in: -9000...9000, using: &random)
                halls.change(word, by: amount)
                left[word] += amount
            }
            for word in 0..<3 { #expect(halls.left(word) == left[word], "seed \(seed), step \(step), word \(word)") }
        }
    }

    @Test("a lowered bound takes credits away and lets releases through to the shared word until it is positive again")
    func closed() {
        let halls = Halls(site: 100_000, halls: [100_000])
        #expect(halls.escrow.take(0, 100, 0) == -1)
        #expect(halls.escrow.credit(under: 0) > 0, "a chunk ahead of need")
        halls.change(0, by: -100_050)
        #expect(halls.escrow.credit(under: 0) == 0)
        #expect(halls.escrow.take(0, 1, 0) == 0 && halls.escrow.take(0, 1, 1) == 0)
        halls.escrow.give(0, 40, 0)
        #expect(halls.left(0) == -110 && halls.escrow.credit(under: 0) == 0)
        halls.change(0, by: 200)
        #expect(halls.escrow.take(0, 91, 0) == 0)
        #expect(halls.escrow.take(0, 90, 1) == -1)
    }
}
