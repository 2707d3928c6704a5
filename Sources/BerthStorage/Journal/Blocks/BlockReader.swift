import BerthModel
import BerthScheduler
import FoundationEssentials

/// Reads the entries of blocks. Kept by whoever reads many, for its memory of terms.
struct BlockReader {
    private let decoder = JSONDecoder()
    private var memory: TermsMemory

    init() { memory = TermsMemory(decoder) }

    /// Gives the entries of a block after a position, at most so many.
    /// - Returns: how many.
    /// - Throws: `BerthError` with code `stateCorrupt` that names the entry; what `give` throws.
    mutating func read(
        _ block: StoredBlock, after position: UInt64, limit: Int, path: String, _ give: (JournalEntry) throws -> Void
    ) throws -> Int {
        var bytes = ByteReader(block.body)
        let terms = try open(&bytes, of: block, path)
        var (sequence, time, left) = (block.first, Int64(0), limit)
        while sequence <= block.last, left > 0 {
            let entry: JournalEntry?
            do {
                entry = try self.entry(sequence, &bytes, &time, terms, isWanted: sequence > position)
            } catch {
                throw JournalError.corrupt(path, "entry \(sequence) is not understood", cause: error)
            }
            if let entry {
                try give(entry)
                left -= 1
            }
            sequence += 1
        }
        guard sequence <= block.last || bytes.isAtEnd && time == block.time.milliseconds else {
            throw JournalError.corrupt(path, "the entries \(block.first) to \(block.last) are not what their block says")
        }
        return limit - left
    }

    private mutating func open(_ bytes: inout ByteReader, of block: StoredBlock, _ path: String) throws -> [JobTerms] {
        do {
            let version = try bytes.byte()
            guard version == BlockWriter.version else { throw ByteReader.fault("version \(version), written by a newer Berth") }
            var terms: [JobTerms] = []
            for _ in 0..<(try bytes.number(upTo: Int.max)) { terms.append(try memory.terms(of: try bytes.partBytes())) }
            return terms
        } catch {
            throw JournalError.corrupt(path, "the block of the entries \(block.first) to \(block.last) is not understood", cause: error)
        }
    }

    /// - Returns: nil for an entry that is passed over.
    private func entry(
        _ sequence: UInt64, _ bytes: inout ByteReader, _ time: inout Int64, _ terms: [JobTerms], isWanted: Bool
    ) throws -> JournalEntry? {
        let number = try bytes.byte()
        time &+= try bytes.signed()
        var fields = try bytes.part()
        guard isWanted else { return nil }
        guard let form = EntryForm(rawValue: number) else { throw ByteReader.fault("form \(number), written by a newer Berth") }
        let moment = Timestamp(milliseconds: time)
        guard form != .row else {
            let (kind, job, payload) = (try fields.text(), try fields.text(), try fields.text())
            try fields.requireEnd()
            let row = EntryRow(sequence: sequence, time: moment, kind: kind, job: job.isEmpty ? nil : job, payload: payload)
            return try row.entry(decoder: decoder)
        }
        let id = try fields.jobID()
        let event = try event(form, of: id, &fields, terms)
        try fields.requireEnd()
        return JournalEntry(sequence: sequence, time: moment, record: .job(id, event))
    }

    private func event(_ form: EntryForm, of id: JobID, _ fields: inout ByteReader, _ terms: [JobTerms]) throws -> JobEvent {
        switch form {
        case .submitted:
            let position = try fields.number()
            guard position < UInt64(terms.count) else { throw ByteReader.fault("terms \(position) of \(terms.count)") }
            return .submitted(try fields.submission(like: terms[Int(position)]))
        case .placed: return try fields.placed()
        case .started: return .started(try fields.run(of: id), pid: try fields.integer())
        case .exited: return .exited(try fields.run(of: id), .exited(code: try fields.integer()))
        case .ended: return try fields.ended()
        case .row: preconditionFailure("a row was read before")
        }
    }
}
