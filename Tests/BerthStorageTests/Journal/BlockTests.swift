import BerthModel
import BerthScheduler
import Testing

@testable import BerthStorage

@Suite("blocks of entries")
struct BlockTests {
    private func block(_ entries: [JournalEntry], _ body: [UInt8]) throws -> StoredBlock {
        let (first, last) = (try #require(entries.first), try #require(entries.last))
        return StoredBlock(first: first.sequence, last: last.sequence, time: last.time, body: body)
    }

    private func read(_ block: StoredBlock, after position: UInt64 = 0, limit: Int = .max) throws -> [JournalEntry] {
        var (reader, entries) = (BlockReader(), [JournalEntry]())
        _ = try reader.read(block, after: position, limit: limit, path: "j") { entries.append($0) }
        return entries
    }

    /// Equality alone would not see a field that neither side compares.
    private func json(_ entries: [JournalEntry]) throws -> [String] {
        try StoredEntry.stored(entries).map { "\($0.sequence) \($0.time) \($0.kind) \($0.job ?? "") \($0.payload)" }
    }

    @Test("random entries of every kind come back as they were", arguments: 1...60 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var source = RandomEntries(seed: seed, from: seed)
        let entries = try source.take(100)
        var writer = BlockWriter()
        // A second block of the same writer must not lean on the first one.
        _ = try writer.body(of: try source.take(50)[...])
        let body = try writer.body(of: entries[...])
        let back = try read(try block(entries, body))
        #expect(back == entries)
        #expect(try json(back) == json(entries))
    }

    @Test("every event of the samples comes back")
    func samples() throws {
        let entries = try Samples.entries()
        var writer = BlockWriter()
        #expect(try json(read(try block(entries, try writer.body(of: entries[...])))) == json(entries))
    }

    @Test("a part is read from any place of a block")
    func parts() throws {
        var source = RandomEntries(seed: 9, from: 1000)
        let entries = try source.take(60)
        var writer = BlockWriter()
        let block = try block(entries, try writer.body(of: entries[...]))
        for skipped in 0...60 {
            for limit in [1, 7, 100] {
                #expect(try read(block, after: 999 + UInt64(skipped), limit: limit) == Array(entries.dropFirst(skipped).prefix(limit)))
            }
        }
    }

    @Test("a block that is cut short or goes on is refused", arguments: 1...5 as ClosedRange<UInt64>)
    func lengths(seed: UInt64) throws {
        var source = RandomEntries(seed: seed)
        let entries = try source.take(30)
        var writer = BlockWriter()
        let body = try writer.body(of: entries[...])
        for length in 0..<body.count { try expectRefused(try block(entries, Array(body.prefix(length)))) }
        try expectRefused(try block(entries, body + [0]))
        try expectRefused(try block(Array(entries.dropLast()), body))
    }

    private func expectRefused(_ block: StoredBlock) throws {
        let error = #expect(throws: BerthError.self) { try read(block) }
        #expect(error?.code == .stateCorrupt && error?.hint != nil)
    }

    @Test("whatever the bytes are, reading them ends with entries or with a refusal", arguments: 1...20 as ClosedRange<UInt64>)
    func noise(seed: UInt64) throws {
        var source = RandomEntries(seed: seed)
        let entries = try source.take(40)
        var writer = BlockWriter()
        let body = try writer.body(of: entries[...])
        var random = SplitMix(seed: seed)
        var refused = 0
        for _ in 0..<400 {
            var bytes = body
            for _ in 0...Int.random(in: 0...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            // The checksum is what finds a change; here it is only that nothing ends the process.
            do { _ = try read(try block(entries, bytes)) } catch let error as BerthError {
                #expect(error.code == .stateCorrupt)
                refused += 1
            }
        }
        #expect(refused > 100)
    }

    @Test("a form or a version of a newer Berth is named, not guessed at")
    func newer() throws {
        let entries = Samples.short(1)
        let version = #expect(throws: BerthError.self) { try read(try block(entries, [9, 0])) }
        #expect("\(try #require(version?.cause))".contains("version 9, written by a newer Berth"))
        let form = #expect(throws: BerthError.self) { try read(try block(entries, [1, 0, 77, 2, 1, 0])) }
        #expect(form?.message.contains("entry 1 is not understood") == true)
        #expect("\(try #require(form?.cause))".contains("form 77, written by a newer Berth"))
    }

    @Test("what happens often is short: a lone job takes less than 170 bytes from its submission to its end")
    func size() throws {
        let spec = JobSpec(name: "bench", jobClass: .batch, program: .command(["true"]), directory: "/")
        let terms = JobTerms(of: spec, submitter: Submitter(uid: 1, gid: 1, user: "u"), agency: try AgencyName("team"))
        var entries: [JournalEntry] = []
        for number in 1...200 as ClosedRange<UInt64> {
            let id = JobID(number: number)
            let run = RunID(job: id, attempt: 1, member: 0, run: 1)
            let member = MemberPlacement(
                member: 0, node: try NodeName("h200-1r01k01n1"), kind: try KindName("h200"), devices: [3],
                cores: [.init(numaNode: 1, core: 60, eighths: 8)], memory: [.init(numaNode: 1, mebibytes: 1)], watts: Watts(700))
            let events: [JobEvent] = [
                .submitted(.init(like: terms, spec, key: "123e4567-e89b-12d3-a456-426614174000-0-1000/\(number)")),
                .placed(attempt: 1, members: [member]), .started(run, pid: 4711), .exited(run, .exited(code: 0)),
                .ended(.succeeded, exitCode: 0, why: "exit 0"),
            ]
            for event in events {
                entries.append(
                    JournalEntry(
                        sequence: UInt64(entries.count) + 1, time: Timestamp(milliseconds: 1_700_000_000_000), record: .job(id, event)))
            }
        }
        var writer = BlockWriter()
        let bytes = try writer.body(of: entries[...]).count / 200
        #expect(bytes < 170, "\(bytes) bytes")
    }
}
