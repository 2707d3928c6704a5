import BerthModel
import FoundationEssentials

/// The terms of the jobs of a block, each once, as JSON.
struct TermsWriter {
    /// Of the block that is being written.
    private(set) var parts: [[UInt8]] = []
    private var positions: [ObjectIdentifier: UInt64] = [:]
    /// Of earlier blocks too. The terms are kept with their JSON, so that no other object can have their identity.
    private var known: [ObjectIdentifier: (terms: JobTerms, bytes: [UInt8])] = [:]
    /// Some hundred bytes each.
    private static let knownMax = 4096

    /// - Returns: where the terms stand among those of the block.
    mutating func position(of terms: JobTerms, _ encoder: JSONEncoder) throws -> UInt64 {
        let identity = ObjectIdentifier(terms)
        if let position = positions[identity] { return position }
        let position = UInt64(parts.count)
        parts.append(try bytes(of: terms, identity, encoder))
        positions[identity] = position
        return position
    }

    private mutating func bytes(of terms: JobTerms, _ identity: ObjectIdentifier, _ encoder: JSONEncoder) throws -> [UInt8] {
        if let known = known[identity] { return known.bytes }
        // A job without own words: what a format 1 journal has of a submission, and so whatever a job will ever have.
        let bytes = Array(try encoder.encode(JobEvent.Submission(like: terms, terms.spec, key: nil)))
        // Not while the block is open: its positions rely on the same objects.
        if known.count < TermsWriter.knownMax { known[identity] = (terms, bytes) }
        return bytes
    }

    mutating func clear() {
        parts.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
        if known.count >= TermsWriter.knownMax { known = [:] }
    }
}
