import BerthModel
import BerthScheduler
import FoundationEssentials

/// Writes entries as blocks. Kept by whoever writes many, for its memory of terms and its buffers.
///
/// A block is: its version; how many terms, and each as JSON; then the entries, each with its form, the time since the entry before it
/// (the first one's since 1970), and its fields as a part, so that a reader can pass over it.
struct BlockWriter {
    static let version: UInt8 = 1

    private let encoder = EntryRow.makeEncoder()
    private var terms = TermsWriter()
    private var entries = ByteWriter()
    private var fields = ByteWriter()

    /// - Returns: the body of a block with these entries.
    mutating func body(of entries: ArraySlice<JournalEntry>) throws -> [UInt8] {
        self.entries.clear()
        defer { terms.clear() }
        var time: Int64 = 0
        for entry in entries {
            fields.clear()
            let form = try put(entry)
            self.entries.put(form.rawValue)
            // Wrapping, here and where it is read: any two moments have a distance in 64 bits.
            self.entries.put(signed: entry.time.milliseconds &- time)
            self.entries.put(part: fields.bytes)
            time = entry.time.milliseconds
        }
        var body = ByteWriter()
        body.put(BlockWriter.version)
        body.put(count: terms.parts.count)
        for part in terms.parts { body.put(part: part) }
        body.put(all: self.entries.bytes)
        return body.bytes
    }

    private mutating func put(_ entry: JournalEntry) throws -> EntryForm {
        if case .job(let id, let event) = entry.record, let form = try put(event, of: id) { return form }
        fields.clear()
        let row = try EntryRow(entry, encoder: encoder)
        fields.put(text: row.kind)
        fields.put(text: row.job ?? "")
        fields.put(text: row.payload)
        return .row
    }

    /// - Returns: nil for what has no form of its own.
    private mutating func put(_ event: JobEvent, of id: JobID) throws -> EntryForm? {
        fields.put(id)
        switch event {
        case .submitted(let submission):
            fields.put(number: try terms.position(of: submission.terms, encoder))
            return fields.put(submission) ? .submitted : nil
        case .placed(let attempt, let members): return fields.put(members, attempt: attempt) ? .placed : nil
        case .started(let run, let pid):
            guard run.job == id else { return nil }
            fields.put(run)
            fields.put(signed: Int64(pid))
            return .started
        case .exited(let run, .exited(let code)):
            guard run.job == id else { return nil }
            fields.put(run)
            fields.put(signed: Int64(code))
            return .exited
        case .ended(let state, let exitCode, let why): return fields.put(state, exitCode, why) ? .ended : nil
        case .exited, .held, .released, .ready, .unready, .restartPlanned, .displaced, .stopping, .requeued, .updated: return nil
        }
    }
}
