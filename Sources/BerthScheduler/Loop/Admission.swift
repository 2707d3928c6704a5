import BerthModel
import BerthPolicy

/// Terms that passed all checks under the policy in force.
final class Admission {
    /// As they came, before the queue's defaults.
    let given: JobSpec
    let caller: Caller
    let fingerprint: Int
    /// With the queue's defaults written into them.
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

    var agency: AgencyName { terms.agency }
    /// 1 for a job that is no array.
    var tasks: Int { terms.spec.array?.indexes.count ?? 1 }
}
