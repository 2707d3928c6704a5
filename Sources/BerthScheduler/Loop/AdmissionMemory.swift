import BerthModel
import BerthPolicy

/// The terms that were admitted under the policy in force: a user's next job on the same terms needs no second look at them.
struct AdmissionMemory {
    private var entries: [Int: Admission] = [:]
    /// Some hundred bytes each.
    private static let entriesMax = 65_536

    /// - Complexity: O(fields of the job).
    func find(_ given: JobSpec, by caller: Caller) -> Admission? {
        guard let entry = entries[given.termsFingerprint(uid: caller.uid)], entry.caller == caller,
            entry.given.hasTerms(of: given)
        else { return nil }
        return entry
    }

    mutating func remember(_ entry: Admission) {
        if entries.count >= AdmissionMemory.entriesMax { entries = [:] }
        entries[entry.fingerprint] = entry
    }
}
