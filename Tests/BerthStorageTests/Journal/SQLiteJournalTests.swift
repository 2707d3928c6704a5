import BerthModel
import BerthScheduler
import Foundation
import GRDB
import Testing

@testable import BerthStorage

@Suite("the journal")
struct SQLiteJournalTests {
    private func open(_ scratch: ScratchDirectory) throws -> SQLiteJournal {
        try StateDirectory.open(scratch.path("state"), initialise: true).openJournal()
    }

    @Test("the open writer says that it synchronises the log at every commit")
    func durability() throws {
        let scratch = try ScratchDirectory()
        let journal = try open(scratch)
        #expect(try journal.durability() == SQLiteJournal.Durability(synchronous: 2, journalMode: "wal"))
        try journal.append(Samples.short(3))
        #expect(try journal.durability() == SQLiteJournal.Durability(synchronous: 2, journalMode: "wal"))
    }

    @Test("every kind of entry comes back as it was, also after a restart")
    func roundTrip() throws {
        let scratch = try ScratchDirectory()
        let entries = try Samples.entries()
        var journal: SQLiteJournal? = try open(scratch)
        try journal?.append(Array(entries.prefix(5)))
        try journal?.append(Array(entries.dropFirst(5)))
        #expect(try journal?.entries(after: 0, limit: 1000) == entries)
        journal = nil
        let again = try open(scratch)
        #expect(again.lastSequence == UInt64(entries.count))
        #expect(try again.entries(after: 0, limit: 1000) == entries)
        var replayed: [JournalEntry] = []
        try again.replay { replayed.append($0) }
        #expect(replayed == entries)
    }

    @Test("entries are given from any place, and no more than asked")
    func pages() throws {
        let scratch = try ScratchDirectory()
        let journal = try open(scratch)
        try journal.append(Samples.short(100))
        #expect(try journal.entries(after: 0, limit: 3).map(\.sequence) == [1, 2, 3])
        #expect(try journal.entries(after: 97, limit: 10).map(\.sequence) == [98, 99, 100])
        #expect(try journal.entries(after: 100, limit: 10).isEmpty)
        #expect(try journal.entries(after: 5000, limit: 10).isEmpty)
        #expect(try journal.entries(after: UInt64.max, limit: 10).isEmpty)
        #expect(try journal.reader().entries(after: 50, limit: 1).map(\.sequence) == [51])
    }

    @Test("what was not closed is read back from the log")
    func crash() throws {
        let scratch = try ScratchDirectory()
        let journal = try open(scratch)
        try journal.append(Samples.short(10))
        // The files as a power loss would leave them: the entries are still in the log.
        let copy = try ScratchDirectory()
        try FileManager.default.createDirectory(
            atPath: copy.path("state"), withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        for name in ["journal.sqlite", "journal.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: scratch.path("state/\(name)"), toPath: copy.path("state/\(name)"))
        }
        let recovered = try StateDirectory.open(copy.path("state"), initialise: false).openJournal()
        #expect(try recovered.entries(after: 0, limit: 100) == Samples.short(10))
    }

    @Test("an append that finds no room writes nothing, and a later one succeeds")
    func full() throws {
        let scratch = try ScratchDirectory()
        let journal = try open(scratch)
        try journal.append(Samples.short(10))
        func limit(_ pages: Int) throws {
            try journal.queue.writeWithoutTransaction { _ = try Int.fetchOne($0, sql: "PRAGMA max_page_count = \(pages)") }
        }
        try limit(3)
        let error = #expect(throws: BerthError.self) { try journal.append(Samples.short(1000, from: 11)) }
        #expect(error?.code == .diskFull)
        #expect(journal.lastSequence == 10)
        #expect(try journal.entries(after: 0, limit: 5000) == Samples.short(10))
        try limit(1_000_000)
        try journal.append(Samples.short(1000, from: 11))
        #expect(try journal.entries(after: 0, limit: 5000) == Samples.short(1010))
    }

    @Test("a full file system is found out and survived")
    func fullFileSystem() throws {
        let scratch = try ScratchDirectory()
        guard geteuid() == 0, Tool.run("/bin/mount", "-t", "tmpfs", "-o", "size=400k,mode=0700", "tmpfs", scratch.path) else {
            print("not run: a full file system needs a mount, which is refused here")
            return
        }
        defer { _ = Tool.run("/bin/umount", "-l", scratch.path) }
        let directory = try StateDirectory.open(scratch.path("state"), initialise: true)
        let journal = try directory.openJournal()
        var written: UInt64 = 0
        let error = #expect(throws: BerthError.self) {
            while written < 100_000 {
                try journal.append(Samples.short(100, from: written + 1))
                written += 100
            }
        }
        #expect(error?.code == .diskFull, "\(error.map(String.init(describing:)) ?? "")")
        #expect(try journal.entries(after: 0, limit: 200_000) == Samples.short(Int(written)))
        let refusal = #expect(throws: BerthError.self) { try directory.checkRoomForWork() }
        #expect(refusal?.code == .diskFull)
        #expect(Tool.run("/bin/mount", "-o", "remount,size=8m", scratch.path))
        try journal.append(Samples.short(100, from: written + 1))
        #expect(try directory.freeBytes() > 1 << 20)
        try directory.checkRoomForWork()
        try journal.close()
    }

    @Test("entries are given from any place, in whatever commits they came")
    func commits() throws {
        let scratch = try ScratchDirectory()
        let journal = try open(scratch)
        var source = RandomEntries(seed: 8)
        var entries: [JournalEntry] = []
        for count in [1, 7, 30, 1, 1, 60] {
            let more = try source.take(count)
            try journal.append(more)
            entries += more
        }
        let reader = try journal.reader()
        for start in 0...100 {
            for limit in [1, 13, 1000] {
                #expect(try reader.entries(after: UInt64(start), limit: limit) == Array(entries.dropFirst(start).prefix(limit)))
            }
        }
    }

    @Test("a commit of more entries than a block may have is several blocks, and one commit")
    func largeCommit() throws {
        let scratch = try ScratchDirectory()
        let journal = try open(scratch)
        let count = StoredBlock.entriesMax * 2 + 1
        try journal.append(Samples.short(count))
        #expect(try journal.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM block") } == 3)
        #expect(try journal.entries(after: 0, limit: 100_000) == Samples.short(count))
        let near = UInt64(StoredBlock.entriesMax)
        for start in [near - 1, near, near + 1, 2 * near] {
            #expect(try journal.entries(after: start, limit: 2).first?.sequence == start + 1)
        }
    }

    @Test(
        "a block that is missing, changed or swapped is named",
        arguments: [
            ("DELETE FROM block WHERE first = 3", "entry 3 is missing"),
            ("DELETE FROM block WHERE first = 1", "entry 1 is missing"),
            (
                "UPDATE block SET body = CAST(substr(body, 1, length(body) - 1) || X'07' AS BLOB) WHERE first = 3",
                "3 to 4 does not match its checksum"
            ),
            ("UPDATE block SET body = substr(body, 1, length(body) - 1) WHERE first = 3", "3 to 4 does not match its checksum"),
            ("UPDATE block SET body = CAST(body || X'00' AS BLOB) WHERE first = 3", "3 to 4 does not match its checksum"),
            ("UPDATE block SET body = X'' WHERE first = 9", "9 to 10 does not match its checksum"),
            ("UPDATE block SET time = time + 1 WHERE first = 9", "9 to 10 does not match its checksum"),
            ("UPDATE block SET checksum = checksum + 1 WHERE first = 1", "1 to 2 does not match its checksum"),
            ("UPDATE block SET last = 5 WHERE first = 3", "3 to 5 does not match its checksum"),
            ("UPDATE block SET last = 2 WHERE first = 3", "a row is not a block"),
            ("UPDATE block SET first = -1 WHERE first = 1", "a row is not a block"),
            (
                "UPDATE block SET first = first + 1000, last = last + 1000 WHERE first IN (3, 5); "
                    + "UPDATE block SET first = CASE first WHEN 1003 THEN 5 ELSE 3 END, last = CASE first WHEN 1003 THEN 6 ELSE 4 END "
                    + "WHERE first > 1000", "3 to 4 does not match its checksum"
            ),
            ("UPDATE block SET first = first + 100, last = last + 100 WHERE first > 4", "entry 5 is missing"),
            ("CREATE INDEX extra ON block (time)", "its tables are not those of format 2"),
            ("ALTER TABLE block RENAME COLUMN body TO corpus", "its tables are not those of format 2"),
            ("DROP TABLE entry", "its tables are not those of format 2"),
        ])
    func tampered(sql: String, finding: String) throws {
        let scratch = try ScratchDirectory()
        var journal: SQLiteJournal? = try open(scratch)
        for first in stride(from: 1 as UInt64, to: 11, by: 2) { try journal?.append(Samples.short(2, from: first)) }
        try journal?.close()
        journal = nil
        let queue = try DatabaseQueue(path: scratch.path("state/journal.sqlite"))
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
        let error = #expect(throws: BerthError.self) { try open(scratch).replay { _ in } }
        #expect(error?.code == .stateCorrupt)
        #expect(error?.message.hasSuffix(finding) == true, "\(error?.message ?? "")")
    }

    @Test("a block whose bytes are no entries is refused, not skipped")
    func undecodable() throws {
        let scratch = try ScratchDirectory()
        let journal = try open(scratch)
        let block = StoredBlock(first: 1, last: 1, time: Timestamp(milliseconds: 0), body: [1, 0, 3, 0, 1])
        try journal.queue.write { try JournalTable.append(block, block.checksum(after: .start), $0) }
        let error = #expect(throws: BerthError.self) { try journal.replay { _ in } }
        #expect(error?.code == .stateCorrupt)
        #expect(error?.message.hasSuffix("entry 1 is not understood") == true)
        #expect(error?.hint?.contains("backup") == true)
    }
}
