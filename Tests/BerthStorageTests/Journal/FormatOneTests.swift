import BerthModel
import BerthScheduler
import Foundation
import GRDB
import Testing

@testable import BerthStorage

/// Journals of one row an entry, as they were written before there were blocks.
@Suite("a journal of format 1")
struct FormatOneTests {
    /// Written by a daemon of format 1: jobs of every class, an array, a cancel, a drain, three policies.
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/format-1.sqlite")

    private func golden() throws -> ScratchDirectory {
        let scratch = try ScratchDirectory()
        try scratch.write(try Data(contentsOf: FormatOneTests.file), to: "journal.sqlite")
        return scratch
    }

    /// The columns of all rows, read by nothing of ours.
    private func rows(_ scratch: ScratchDirectory) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: scratch.path("journal.sqlite"), configuration: configuration).read { database in
            try Row.fetchAll(database, sql: "SELECT sequence, time, kind, ifnull(job, '-'), payload FROM entry ORDER BY sequence").map {
                "\($0[0] as Int64) \($0[1] as Int64) \($0[2] as String) \($0[3] as String) \($0[4] as String)"
            }
        }
    }

    /// A journal of format 1 with any entries.
    private func old(_ entries: [JournalEntry]) throws -> ScratchDirectory {
        let scratch = try ScratchDirectory()
        let queue = try DatabaseQueue(path: scratch.path("journal.sqlite"))
        try queue.write { database in
            for table in JournalFormat.tables(of: 1) { try database.execute(sql: table) }
            try database.execute(sql: "PRAGMA application_id = \(JournalFormat.applicationID); PRAGMA user_version = 1")
            var checksum = EntryChecksum.start
            for row in try StoredEntry.stored(entries) {
                checksum = checksum.following(sequence: row.sequence, time: row.time, kind: row.kind, job: row.job, payload: row.payload)
                try database.execute(
                    sql: FormatOneTests.insert,
                    arguments: [
                        Int64(row.sequence), row.time.milliseconds, row.kind, row.job, row.payload, Int64(bitPattern: checksum.value),
                    ])
            }
        }
        try queue.close()
        return scratch
    }

    private static let insert = "INSERT INTO entry (sequence, time, kind, job, payload, checksum) VALUES (?, ?, ?, ?, ?, ?)"

    private func version(_ scratch: ScratchDirectory) throws -> UInt8 {
        try Data(contentsOf: URL(fileURLWithPath: scratch.path("journal.sqlite")))[63]
    }

    @Test("of a real daemon is read where it lies, word for word, and not changed by that")
    func reading() throws {
        let scratch = try golden()
        let reader = try JournalReader.open(stateDirectory: scratch.path)
        let entries = try reader.entries(after: 0, limit: 1000)
        let rows = try rows(scratch)
        #expect(rows.count == 73)
        #expect(
            try StoredEntry.stored(entries).map { "\($0.sequence) \($0.time.milliseconds) \($0.kind) \($0.job ?? "-") \($0.payload)" }
                == rows)
        #expect(try reader.entries(after: 7, limit: 5) == Array(entries[7..<12]))
        #expect(try reader.entries(after: 73, limit: 5).isEmpty)
        #expect(try reader.lastTime() == entries.last?.time)
        #expect(try version(scratch) == 1)
    }

    @Test("with every kind of entry is read")
    func everyKind() throws {
        var source = RandomEntries(seed: 12)
        for entries in [try Samples.entries(), try source.take(300)] {
            let scratch = try old(entries)
            #expect(try JournalReader.open(stateDirectory: scratch.path).entries(after: 0, limit: 1000) == entries)
        }
    }

    @Test("is continued with blocks, and then refused by a program that knows rows alone")
    func continued() throws {
        let scratch = try golden()
        let before = try JournalReader.open(stateDirectory: scratch.path)
        var entries = try before.entries(after: 0, limit: 1000)
        var source = RandomEntries(seed: 3, from: UInt64(entries.count) + 1)
        for count in [1, 40, 3] {
            var journal: SQLiteJournal? = try StateDirectory.open(scratch.path, initialise: false).openJournal()
            #expect(journal?.lastSequence == UInt64(entries.count))
            #expect(try version(scratch) == 2, "the version stands in the main file as soon as the journal is open")
            let more = try source.take(count)
            try journal?.append(more)
            entries += more
            for start in 0...entries.count {
                #expect(try journal?.entries(after: UInt64(start), limit: 9) == Array(entries.dropFirst(start).prefix(9)))
            }
            journal = nil
        }
        // Also for who had it open when it was of format 1.
        #expect(try before.entries(after: 0, limit: 10_000) == entries)
        #expect(try JournalReader.open(stateDirectory: scratch.path).lastTime() == entries.last?.time)
    }

    @Test("is of format 1 or of format 2, wherever its upgrade is cut short")
    func upgradeCutShort() throws {
        let scratch = try golden()
        let entries = try JournalReader.open(stateDirectory: scratch.path).entries(after: 0, limit: 1000)
        let queue = try DatabaseQueue(path: scratch.path("journal.sqlite"))
        struct Cut: Error {}
        #expect(throws: Cut.self) {
            try queue.write { database in
                try JournalTable.upgrade(database)
                throw Cut()
            }
        }
        try queue.close()
        #expect(try version(scratch) == 1)
        #expect(try JournalReader.open(stateDirectory: scratch.path).entries(after: 0, limit: 1000) == entries)
        #expect(try StateDirectory.open(scratch.path, initialise: false).openJournal().entries(after: 0, limit: 1000) == entries)
    }

    @Test(
        "a row that is missing, changed or swapped is named",
        arguments: [
            ("DELETE FROM entry WHERE sequence = 4", "entry 4 is missing"),
            ("DELETE FROM entry WHERE sequence = 1", "entry 1 is missing"),
            ("DELETE FROM entry WHERE sequence > 8", "entry 9 is missing"),
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
        ])
    func tampered(sql: String, finding: String) throws {
        let scratch = try old(Samples.short(10))
        var journal: SQLiteJournal? = try StateDirectory.open(scratch.path, initialise: false).openJournal()
        try journal?.append(Samples.short(3, from: 11))
        try journal?.close()
        journal = nil
        let queue = try DatabaseQueue(path: scratch.path("journal.sqlite"))
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
        let error = #expect(throws: BerthError.self) {
            try StateDirectory.open(scratch.path, initialise: false).openJournal().replay { _ in }
        }
        #expect(error?.code == .stateCorrupt)
        #expect(error?.message.hasSuffix(finding) == true, "\(error?.message ?? "")")
    }

    @Test("an entry whose JSON is not an event is refused, not skipped")
    func undecodable() throws {
        let scratch = try ScratchDirectory()
        try StateDirectory.open(scratch.path("state"), initialise: true).openJournal().close()
        let payload = #"{"invented":{}}"#
        let checksum = EntryChecksum.start.following(
            sequence: 1, time: Timestamp(milliseconds: 5), kind: "held", job: "1", payload: payload)
        let queue = try DatabaseQueue(path: scratch.path("state/journal.sqlite"))
        try queue.write {
            try $0.execute(
                sql: FormatOneTests.insert,
                arguments: [1, 5, "held", "1", payload, Int64(bitPattern: checksum.value)])
        }
        try queue.close()
        let error = #expect(throws: BerthError.self) {
            try StateDirectory.open(scratch.path("state"), initialise: false).openJournal().replay { _ in }
        }
        #expect(error?.code == .stateCorrupt)
        #expect(error?.message.hasSuffix("entry 1 (held) is not understood") == true)
    }
}
