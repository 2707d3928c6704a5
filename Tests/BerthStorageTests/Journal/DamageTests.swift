import BerthModel
import BerthScheduler
import Foundation
import Testing

@testable import BerthStorage

/// `BERTH_ALL_FLIPS=1` tries every byte and every length; otherwise a seeded sample of them.
@Suite("damage to the journal's file")
struct DamageTests {
    private static let isFull = ProcessInfo.processInfo.environment["BERTH_ALL_FLIPS"] != nil

    private static let pageSize = 4096

    private let entries: [JournalEntry]
    /// The file of a journal that was closed: a few pages of entries.
    private let pristine: Data

    init() throws {
        let scratch = try ScratchDirectory()
        let first = try Samples.entries()
        var source = RandomEntries(seed: 21, from: UInt64(first.count) + 1)
        let commits = try [first] + (0..<40).map { _ in try source.take(5) }
        entries = Array(commits.joined())
        let journal = try StateDirectory.open(scratch.path("state"), initialise: true).openJournal()
        for commit in commits { try journal.append(commit) }
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

    /// Whether the damage is refused. Where it is not it must have hit nothing that is read: it is never taken for state.
    private func isRefused(_ bytes: Data, _ comment: Comment) throws -> Bool {
        do {
            let read = try read(bytes)
            #expect(read == entries, comment)
            return false
        } catch let error as BerthError {
            #expect([.stateCorrupt, .stateForeign].contains(error.code), "\(comment): \(error)")
            return true
        }
    }

    private func sample(_ count: Int, of range: Range<Int>, seed: UInt64) -> [Int] {
        guard !DamageTests.isFull else { return Array(range) }
        var generator = SplitMix(seed: seed)
        return (0..<count).map { _ in Int.random(in: range, using: &generator) }
    }

    @Test("the undamaged file reads back")
    func undamaged() throws { #expect(try read(pristine) == entries) }

    @Test("a changed byte is refused, or stands where nothing is read from")
    func flips() throws {
        let places = sample(120, of: pristine.indices, seed: 4)
        var refused = 0
        for place in places {
            var bytes = pristine
            bytes[place] ^= UInt8(1 << (place % 8))
            if try isRefused(bytes, "byte \(place)") { refused += 1 }
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
            #expect(try isRefused(bytes, "byte \(place)"))
        }
    }

    @Test("a file cut short is refused, unless only unused bytes were cut")
    func truncations() throws {
        for length in sample(40, of: pristine.indices, seed: 5) { _ = try isRefused(pristine.prefix(length), "length \(length)") }
        for pages in 1..<(pristine.count / DamageTests.pageSize) {
            let isUsed = isInUse(page: pages)
            #expect(try isRefused(pristine.prefix(pages * DamageTests.pageSize), "\(pages) pages") || !isUsed)
        }
    }

    /// SQLite marks pages of a table with 5 and 13 in their first byte.
    private func isInUse(page: Int) -> Bool { [5, 13].contains(pristine[page * DamageTests.pageSize]) }

    @Test("pages of noise and of zeros are refused")
    func pages() throws {
        var used = 0
        for page in 1..<(pristine.count / DamageTests.pageSize) where isInUse(page: page) {
            used += 1
            var generator = SplitMix(seed: UInt64(page))
            let noise = Data((0..<DamageTests.pageSize).map { _ in UInt8.random(in: 0...255, using: &generator) })
            for content in [noise, Data(count: DamageTests.pageSize)] {
                var bytes = pristine
                bytes.replaceSubrange((page * DamageTests.pageSize)..<((page + 1) * DamageTests.pageSize), with: content)
                #expect(try isRefused(bytes, "page \(page)"))
            }
        }
        #expect(used >= 3)
    }
}
