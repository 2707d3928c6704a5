import BerthModel
import FoundationEssentials

/// Terms by their bytes, for whoever reads many blocks: most of them repeat those of the block before.
struct TermsMemory {
    private var known: [[UInt8]: JobTerms] = [:]
    private static let knownMax = 4096
    private let decoder: JSONDecoder

    init(_ decoder: JSONDecoder) { self.decoder = decoder }

    /// - Throws: whatever says that these bytes are no terms.
    mutating func terms(of bytes: [UInt8]) throws -> JobTerms {
        if let terms = known[bytes] { return terms }
        let terms = try decoder.decode(JobEvent.Submission.self, from: Data(bytes)).terms
        if known.count >= TermsMemory.knownMax { known = [:] }
        known[bytes] = terms
        return terms
    }
}
