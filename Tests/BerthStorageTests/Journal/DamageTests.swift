import BerthModel
import BerthScheduler
import Foundation
import Testing

@testable import BerthStorage

/// `BERTH_ALL_FLIPS=1` tries every byte and every length; otherwise a seeded sample of them.
@Suite("damage to the journal's file")
struct DamageTests {
    private static let isFull = ProcessInfo.processInfo.environment["BERTH_ALL_FLIPS"] != nil

    private let pristine: Data
    private let entries: [JournalEntry]

    init() throws {
        let scratch = try ScratchDirectory()
        entries = try Samples.entries()
        let journal = try StateDirectory.open(scratch.path("state"), initialise: true).openJournal()
        try journal.append(entries)
        try journal.close()
        pristine = try Data(contentsOf: URL(fileURLWithPath: scratch.path("state/journal.sqlite")))
    }

    /// What a daemon would start with from this file; an error where it would not start.
    private func read(_ bytes: Data) throws -> [JournalEntry] {
        let scratch = try ScratchDirectory()
        try scratch.write(bytes, to: "journal.sqlite")
        var read: [JournalEntry] = []
        try StateDirectory.open(scratch.path, initialise: true).openJournal().replay { read.append($0) }
        return read
    }

    private func sample(_ count: Int, of range: Range<Int>, seed: UInt64) -> [Int] {
        guard !DamageTests.isFull else { return Array(range) }
        var generator = SplitMix(seed: seed)
        return (0..<count).map { _ in Int.random(in: range, using: &generator) }
    }

    @Test("the undamaged file reads back")
    func undamaged() throws { #expect(try read(pristine) == entries) }

    @Test("a changed byte is refused, or stands where nothing is read from: no change is ever read as state")
    func flips() throws {
        var refused = 0
        let places = sample(250, of: pristine.indices, seed: 4)
        for place in places {
            var bytes = pristine
            bytes[place] ^= UInt8(1 << (place % 8))
            do {
                #expect(try read(bytes) == entries, "byte \(place)")
            } catch let error as BerthError {
                #expect([.stateCorrupt, .stateForeign].contains(error.code), "byte \(place): \(error)")
                refused += 1
            }
        }
        print("changed bytes: \(places.count), refused: \(refused), the others in unused parts of the pages")
        #expect(refused > places.count / 4)
    }

    @Test("every changed byte of an entry is found")
    func entryFlips() throws {
        // The bytes of a payload, found by a text that stands in one.
        let range = try #require(pristine.range(of: Data("node lost".utf8)))
        for place in range {
            var bytes = pristine
            bytes[place] ^= 0x20
            #expect(throws: BerthError.self) { try read(bytes) }
        }
    }

    @Test("a file cut short is refused")
    func truncations() throws {
        for length in sample(60, of: pristine.indices, seed: 5) {
            let error = #expect(throws: BerthError.self, "length \(length)") { try read(pristine.prefix(length)) }
            #expect(error?.code == .stateCorrupt, "length \(length): \(error.map(String.init(describing:)) ?? "")")
        }
    }

    @Test("pages of noise and of zeros are refused")
    func pages() throws {
        for page in stride(from: 4096, to: pristine.count, by: 4096) {
            var zeros = pristine
            zeros.replaceSubrange(page..<(page + 4096), with: Data(count: 4096))
            #expect(throws: BerthError.self) { try read(zeros) }
            var generator = SplitMix(seed: UInt64(page))
            var noise = pristine
            noise.replaceSubrange(page..<(page + 4096), with: Data((0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) }))
            #expect(throws: BerthError.self) { try read(noise) }
        }
    }
}
