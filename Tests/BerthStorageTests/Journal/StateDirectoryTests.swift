import BerthModel
import Foundation
import GRDB
import Synchronization
import Testing

@testable import BerthStorage

@Suite("the state directory")
struct StateDirectoryTests {
    /// Opens, must be refused, and must leave every byte as it was.
    private func refused(_ scratch: ScratchDirectory, initialise: Bool, location: SourceLocation = #_sourceLocation) -> BerthError? {
        let before = scratch.contents
        let error = #expect(throws: BerthError.self, sourceLocation: location) {
            try StateDirectory.open(scratch.path("state"), initialise: initialise).openJournal()
        }
        #expect(scratch.contents == before, sourceLocation: location)
        return error
    }

    private func makeState(_ scratch: ScratchDirectory) throws {
        let journal = try StateDirectory.open(scratch.path("state"), initialise: true).openJournal()
        try journal.append(Samples.short(5))
        try journal.close()
    }

    private func makeDirectory(_ scratch: ScratchDirectory, permissions: Int = 0o700) throws {
        try FileManager.default.createDirectory(atPath: scratch.path("state"), withIntermediateDirectories: false)
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: scratch.path("state"))
    }

    @Test("a missing directory is made only when asked")
    func missing() throws {
        let scratch = try ScratchDirectory()
        let error = refused(scratch, initialise: false)
        #expect(error?.code == .stateMissing)
        #expect(error?.hint?.contains("--init") == true)
        try makeState(scratch)
        #expect(try FileManager.default.attributesOfItem(atPath: scratch.path("state"))[.posixPermissions] as? Int == 0o700)
        #expect(try FileManager.default.attributesOfItem(atPath: scratch.path("state/journal.sqlite"))[.posixPermissions] as? Int == 0o600)
    }

    @Test("an empty directory is initialised only when asked, and asking again opens what is there")
    func empty() throws {
        let scratch = try ScratchDirectory()
        try makeDirectory(scratch)
        #expect(refused(scratch, initialise: false)?.code == .stateMissing)
        try makeState(scratch)
        #expect(try StateDirectory.open(scratch.path("state"), initialise: true).openJournal().lastSequence == 5)
        #expect(try StateDirectory.open(scratch.path("state"), initialise: false).openJournal().lastSequence == 5)
    }

    @Test("an initialisation that was cut short is begun again")
    func cutShort() throws {
        let scratch = try ScratchDirectory()
        try makeDirectory(scratch)
        try scratch.write(Data("half".utf8), to: "state/journal.sqlite.new")
        try scratch.write(Data("half".utf8), to: "state/journal.sqlite.new-journal")
        #expect(refused(scratch, initialise: false)?.code == .stateMissing)
        try makeState(scratch)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("state/journal.sqlite.new-journal")))
    }

    @Test("a directory with other files is not filled with state")
    func foreignFiles() throws {
        let scratch = try ScratchDirectory()
        try makeDirectory(scratch)
        try scratch.write(Data("x".utf8), to: "state/letters.txt")
        #expect(refused(scratch, initialise: true)?.code == .stateForeign)
        #expect(refused(scratch, initialise: false)?.code == .stateForeign)
    }

    @Test("a journal that another daemon finishes between two looks is no foreign file: the lock decides")
    func journalBetweenTwoLooks() throws {
        let scratch = try ScratchDirectory()
        try makeDirectory(scratch)
        for name in ["journal.sqlite", "journal.sqlite-journal", "journal.sqlite-wal", "journal.sqlite-shm"] {
            try scratch.write(Data("x".utf8), to: "state/\(name)")
            #expect(throws: Never.self) { try StateDirectory.checkIsNew(scratch.path("state")) }
        }
        try scratch.write(Data("x".utf8), to: "state/letters.txt")
        #expect(throws: BerthError.self) { try StateDirectory.checkIsNew(scratch.path("state")) }
    }

    @Test("another program's files are refused", arguments: ["plain", "short", "sqlite", "application"])
    func foreignJournal(kind: String) throws {
        let scratch = try ScratchDirectory()
        try makeDirectory(scratch)
        let path = scratch.path("state/journal.sqlite")
        switch kind {
        case "plain": try scratch.write(Data(repeating: 0x41, count: 5000), to: "state/journal.sqlite")
        case "short": try scratch.write(Data("SQLite format 3\0".utf8), to: "state/journal.sqlite")
        default:
            let queue = try DatabaseQueue(path: path)
            try queue.write { database in
                try database.execute(sql: "CREATE TABLE entry (x)")
                if kind == "application" { try database.execute(sql: "PRAGMA application_id = 77; PRAGMA user_version = 1") }
            }
            try queue.close()
        }
        let error = refused(scratch, initialise: true)
        #expect(error?.code == (kind == "short" ? .stateCorrupt : .stateForeign))
    }

    @Test("state of a newer version is refused")
    func newer() throws {
        let scratch = try ScratchDirectory()
        try makeState(scratch)
        let queue = try DatabaseQueue(path: scratch.path("state/journal.sqlite"))
        try queue.write { try $0.execute(sql: "PRAGMA user_version = 3") }
        try queue.close()
        let error = refused(scratch, initialise: false)
        #expect(error?.code == .stateForeign)
        #expect(error?.message.contains("format 3, written by a newer Berth; this one knows format 2") == true)
    }

    @Test("a directory that others may write to is refused", arguments: [0o770, 0o707, 0o777, 0o1777])
    func writable(permissions: Int) throws {
        let scratch = try ScratchDirectory()
        try makeDirectory(scratch, permissions: permissions)
        #expect(refused(scratch, initialise: true)?.code == .notAllowed)
    }

    @Test("what is not a directory is refused")
    func file() throws {
        let scratch = try ScratchDirectory()
        try scratch.write(Data(), to: "state")
        #expect(refused(scratch, initialise: true)?.code == .stateForeign)
    }

    @Test("beside the remains of a lost journal no new one is made")
    func lost() throws {
        let scratch = try ScratchDirectory()
        try makeState(scratch)
        try FileManager.default.createDirectory(atPath: scratch.path("state/runs"), withIntermediateDirectories: false)
        try FileManager.default.removeItem(atPath: scratch.path("state/journal.sqlite"))
        let error = #expect(throws: BerthError.self) { try StateDirectory.open(scratch.path("state"), initialise: true) }
        #expect(error?.code == .stateCorrupt)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("state/journal.sqlite")))
    }

    @Test("a second opener is refused at once, changes nothing, and succeeds when the first is gone")
    func second() throws {
        let scratch = try ScratchDirectory()
        try makeState(scratch)
        var first: StateDirectory? = try StateDirectory.open(scratch.path("state"), initialise: false)
        let error = refused(scratch, initialise: true)
        #expect(error?.code == .stateLocked)
        #expect(error?.message.contains("(pid \(ProcessInfo.processInfo.processIdentifier))") == true)
        // An open journal keeps its directory.
        let journal = try first?.openJournal()
        first = nil
        #expect(throws: BerthError.self) { try StateDirectory.open(scratch.path("state"), initialise: false) }
        withExtendedLifetime(journal) {}
    }

    @Test("of openers that race one wins", arguments: 2...8)
    func race(openers: Int) async throws {
        for isNew in [true, false] {
            let scratch = try ScratchDirectory()
            if !isNew { try makeState(scratch) }
            let path = scratch.path("state")
            let results = await withTaskGroup(of: Result<StateDirectory, BerthError>.self) { group in
                for _ in 0..<openers {
                    group.addTask {
                        do throws(BerthError) { return .success(try StateDirectory.open(path, initialise: true)) } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let winners = results.compactMap { try? $0.get() }
            #expect(winners.count == 1)
            for case .failure(let error) in results { #expect(error.code == .stateLocked, "\(error)") }
        }
    }

    @Test("the reserve is 64 MiB, or a twentieth of a small file system")
    func reserve() {
        #expect(StateDirectory.reserve(total: 1 << 40) == 64 << 20)
        #expect(StateDirectory.reserve(total: 20 << 20) == 1 << 20)
    }
}
