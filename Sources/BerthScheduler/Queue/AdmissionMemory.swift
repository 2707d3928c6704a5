import BerthModel
import BerthPolicy

/// The terms that were admitted under the policy in force: a user's next job on the same terms needs no second look at them.
struct AdmissionMemory {
    final class Entry {
        /// As they came, before the queue's defaults.
        let given: JobSpec
        let caller: Caller
        let fingerprint: Int
        let terms: JobTerms
        /// In the table of shapes.
        let shape: Int

        init(given: JobSpec, caller: Caller, terms: JobTerms, shape: Int) {
            self.given = given.withoutOwnWords
            self.caller = caller
            fingerprint = given.termsFingerprint(uid: caller.uid)
            self.terms = terms
            self.shape = shape
        }
    }

    private var entries: [Int: Entry] = [:]
    /// Some hundred bytes each.
    private static let entriesMax = 65_536

    /// - Complexity: O(fields of the job).
    func find(_ given: JobSpec, by caller: Caller) -> Entry? {
        guard let entry = entries[given.termsFingerprint(uid: caller.uid)], entry.caller == caller,
            entry.given.hasTerms(of: given)
        else { return nil }
        return entry
    }

    mutating func remember(_ entry: Entry) {
        if entries.count >= AdmissionMemory.entriesMax { entries = [:] }
        entries[entry.fingerprint] = entry
    }
}
