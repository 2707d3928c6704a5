import BerthModel
import BerthPolicy
import BerthScheduler
import FoundationEssentials
import GRDB

/// An entry as text: a row of a journal of format 1, what is rare in a block, and what is sent to those who read from afar.
struct EntryRow {
    var sequence: UInt64
    var time: Timestamp
    var kind: String
    var job: String?
    var payload: String

    /// What stands in a policy entry. The text is the truth; the policy is decoded from it again.
    private struct PolicyPayload: Codable {
        var number: Int
        var by: String
        var text: String
        var note: String?
    }

    private struct ScheduledPayload: Codable {
        var number: Int
        var by: String
        var text: String
        var due: Timestamp
        var ifRevision: Int?
    }

    private struct UnscheduledPayload: Codable {
        var number: Int
        var revision: Int?
        var why: String
        var by: String
    }

    private struct NodePayload: Codable {
        var node: NodeName
        var reason: String?
        var by: String
    }

    private struct LabelPayload: Codable {
        var node: NodeName
        var label: LabelName?
        var why: String?
    }

    private struct HealthPayload: Codable {
        var node: NodeName
        var heldUntil: Timestamp?
    }
}

extension EntryRow {
    /// Coders are costly to make and are kept by whoever reads or writes many entries.
    static func makeEncoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        // Equal entries are equal bytes, whatever the order of a dictionary.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    init(_ entry: JournalEntry, encoder: JSONEncoder) throws {
        sequence = entry.sequence
        time = entry.time
        let data: Data
        switch entry.record {
        case .job(let id, let event):
            kind = event.word
            job = id.description
            data = try encoder.encode(event)
        case .policyApplied(let revision):
            kind = "policy-applied"
            data = try encoder.encode(PolicyPayload(number: revision.number, by: revision.by, text: revision.text, note: revision.note))
        case .policyScheduled(let scheduled):
            kind = "policy-scheduled"
            data = try encoder.encode(
                ScheduledPayload(
                    number: scheduled.number, by: scheduled.by, text: scheduled.text, due: scheduled.due, ifRevision: scheduled.ifRevision))
        case .policyUnscheduled(let number, let revision, let why, let by):
            kind = "policy-unscheduled"
            data = try encoder.encode(UnscheduledPayload(number: number, revision: revision, why: why, by: by))
        case .nodeDrained(let node, let reason, let by):
            kind = "node-drained"
            data = try encoder.encode(NodePayload(node: node, reason: reason, by: by))
        case .nodeUndrained(let node, let by):
            kind = "node-undrained"
            data = try encoder.encode(NodePayload(node: node, reason: nil, by: by))
        case .nodeLost(let node):
            kind = "node-lost"
            data = try encoder.encode(HealthPayload(node: node))
        case .nodeBack(let node, let heldUntil):
            kind = "node-back"
            data = try encoder.encode(HealthPayload(node: node, heldUntil: heldUntil))
        case .nodeScrubbing(let node, let label):
            kind = "node-scrubbing"
            data = try encoder.encode(LabelPayload(node: node, label: label))
        case .nodeScrubbed(let node):
            kind = "node-scrubbed"
            data = try encoder.encode(LabelPayload(node: node))
        case .nodeScrubFailed(let node, let why):
            kind = "node-scrub-failed"
            data = try encoder.encode(LabelPayload(node: node, why: why))
        case .nodeSteady(let node):
            kind = "node-steady"
            data = try encoder.encode(HealthPayload(node: node))
        }
        payload = String(decoding: data, as: UTF8.self)
    }

    /// A row of `JournalTable.selectEntries`, with its checksum.
    /// - Throws: `BerthError` with code `stateCorrupt`.
    static func decode(_ row: Row, path: String) throws -> (EntryRow, EntryChecksum) {
        // Through the optional conversion: the direct one ends the process where a damaged row holds another type.
        func column<Value: DatabaseValueConvertible>(_ index: Int) -> Value? { Value.fromDatabaseValue(row[index]) }
        guard let sequence: Int64 = column(0), let time: Int64 = column(1), let kind: String = column(2), let payload: String = column(4),
            let checksum: Int64 = column(5), sequence > 0
        else { throw JournalError.corrupt(path, "a row is not an entry") }
        let stored = EntryRow(
            sequence: UInt64(sequence), time: Timestamp(milliseconds: time), kind: kind, job: column(3), payload: payload)
        return (stored, EntryChecksum(value: UInt64(bitPattern: checksum)))
    }

    /// - Throws: whatever says that the row is not one of ours.
    func entry(decoder: JSONDecoder) throws -> JournalEntry {
        JournalEntry(sequence: sequence, time: time, record: try record(decoder))
    }

    private func record(_ decoder: JSONDecoder) throws -> JournalEntry.Record {
        let data = Data(payload.utf8)
        switch kind {
        case "policy-applied":
            let stored = try decoder.decode(PolicyPayload.self, from: data)
            guard stored.number > 0 else { throw BerthError(.stateCorrupt, "policy revision \(stored.number)") }
            let policy = try PolicyFile.decode(stored.text, fileName: "revision \(stored.number)")
            return .policyApplied(
                PolicyRevision(number: stored.number, text: stored.text, by: stored.by, at: time, policy: policy, note: stored.note))
        case "policy-scheduled":
            let stored = try decoder.decode(ScheduledPayload.self, from: data)
            guard stored.number > 0 else { throw BerthError(.stateCorrupt, "scheduled policy \(stored.number)") }
            let policy = try PolicyFile.decode(stored.text, fileName: "scheduled policy \(stored.number)")
            return .policyScheduled(
                ScheduledPolicy(
                    number: stored.number, text: stored.text, by: stored.by, at: time, due: stored.due, ifRevision: stored.ifRevision,
                    policy: policy))
        case "policy-unscheduled":
            let stored = try decoder.decode(UnscheduledPayload.self, from: data)
            return .policyUnscheduled(stored.number, revision: stored.revision, why: stored.why, by: stored.by)
        case "node-drained":
            let stored = try decoder.decode(NodePayload.self, from: data)
            return .nodeDrained(stored.node, reason: stored.reason ?? "", by: stored.by)
        case "node-undrained":
            let stored = try decoder.decode(NodePayload.self, from: data)
            return .nodeUndrained(stored.node, by: stored.by)
        case "node-lost": return .nodeLost(try decoder.decode(HealthPayload.self, from: data).node)
        case "node-back":
            let stored = try decoder.decode(HealthPayload.self, from: data)
            return .nodeBack(stored.node, heldUntil: stored.heldUntil)
        case "node-scrubbing":
            let stored = try decoder.decode(LabelPayload.self, from: data)
            return .nodeScrubbing(stored.node, to: stored.label)
        case "node-scrubbed": return .nodeScrubbed(try decoder.decode(LabelPayload.self, from: data).node)
        case "node-scrub-failed":
            let stored = try decoder.decode(LabelPayload.self, from: data)
            return .nodeScrubFailed(stored.node, why: stored.why ?? "")
        case "node-steady": return .nodeSteady(try decoder.decode(HealthPayload.self, from: data).node)
        default:
            guard let id = job.flatMap(JobID.init) else { throw BerthError(.stateCorrupt, "\"\(job ?? "")\" is not a job id") }
            let event = try decoder.decode(JobEvent.self, from: data)
            guard event.word == kind else { throw BerthError(.stateCorrupt, "a \(event.word) event is filed as \(kind)") }
            return .job(id, event)
        }
    }
}
