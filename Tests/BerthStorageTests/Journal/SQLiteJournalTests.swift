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

    @Test(
        "a row that is missing, changed or swapped is named",
        arguments: [
            ("DELETE FROM entry WHERE sequence = 4", "entry 4 is missing"),
            ("DELETE FROM entry WHERE sequence = 1", "entry 1 is missing"),
            ("UPDATE entry SET payload = replace(payload, 'user', 'operator') WHERE sequence = 4", "entry 4 does not match its checksum"),
            ("UPDATE entry SET time = time + 1 WHERE sequence = 9", "entry 9 does not match its checksum"),
            ("UPDATE entry SET checksum = checksum + 1 WHERE sequence = 2", "entry 2 does not match its checksum"),
            ("UPDATE entry SET job = NULL WHERE sequence = 2", "entry 2 does not match its checksum"),
            (
                "UPDATE entry SET sequence = CASE sequence WHEN 3 THEN 1004 ELSE 1003 END WHERE sequence IN (3, 4); "
                    + "UPDATE entry SET sequence = sequence - 1000 WHERE sequence > 1000",
                "entry 3 does not match its checksum"
            ),
            ("UPDATE entry SET sequence = sequence + 100 WHERE sequence > 5", "entry 6 is missing"),
            ("CREATE INDEX extra ON entry (kind)", "its table is not the one of format 1"),
            ("ALTER TABLE entry RENAME COLUMN job TO work", "its table is not the one of format 1"),
        ])
    func tampered(sql: String, finding: String) throws {
        let scratch = try ScratchDirectory()
        var journal: SQLiteJournal? = try open(scratch)
        try journal?.append(Samples.short(10))
        try journal?.close()
        journal = nil
        let queue = try DatabaseQueue(path: scratch.path("state/journal.sqlite"))
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
        let error = #expect(throws: BerthError.self) { try open(scratch).replay { _ in } }
        #expect(error?.code == .stateCorrupt)
        #expect(error?.message.hasSuffix(finding) == true, "\(error?.message ?? "")")
    }

    @Test("an entry whose JSON is not an event is refused, not skipped")
    func undecodable() throws {
        let scratch = try ScratchDirectory()
        var journal: SQLiteJournal? = try open(scratch)
        let payload = #"{"invented":{}}"#
        let checksum = EntryChecksum.start.following(
            sequence: 1, time: Timestamp(milliseconds: 5), kind: "held", job: "1", payload: payload)
        try journal?.queue.write {
            try $0.execute(sql: JournalTable.insert, arguments: [1, 5, "held", "1", payload, Int64(bitPattern: checksum.value)])
        }
        journal = nil
        let error = #expect(throws: BerthError.self) { try open(scratch).replay { _ in } }
        #expect(error?.code == .stateCorrupt)
        #expect(error?.message.hasSuffix("entry 1 (held) is not understood") == true)
    }
}
