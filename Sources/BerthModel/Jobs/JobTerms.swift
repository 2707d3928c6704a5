/// What jobs that are alike share: who submitted them, for which agency, and all that was asked for but each job's own words.
///
/// A user's thousand jobs differ in name and command. Their terms are kept once, so that a waiting job costs little more than those.
public final class JobTerms: Sendable {
    /// Without the own words of a job: they stand empty.
    public let spec: JobSpec
    public let submitter: Submitter
    public let agency: AgencyName
    /// Alike for terms that are alike; within one process only.
    public let fingerprint: Int

    /// - Parameter spec: its own words are left out.
    public init(of spec: JobSpec, submitter: Submitter, agency: AgencyName) {
        self.spec = spec.withoutOwnWords
        self.submitter = submitter
        self.agency = agency
        fingerprint = spec.termsFingerprint(uid: submitter.uid)
    }

    public static func == (left: JobTerms, right: JobTerms) -> Bool {
        left === right
            || left.fingerprint == right.fingerprint && left.submitter == right.submitter && left.agency == right.agency
                && left.spec == right.spec
    }
}

extension JobTerms: Hashable {
    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}

extension JobSpec {
    /// A new field of a job is one of its terms unless it is named here, in `JobEvent.Submission` and in `validateOwnWords`.
    public var withoutOwnWords: JobSpec {
        var terms = self
        terms.name = ""
        terms.program = .command([])
        terms.dependencies = []
        terms.simulation = nil
        return terms
    }

    /// Alike for jobs with the same terms. Not every field is in it: terms are compared where it matters.
    public func termsFingerprint(uid: UInt32) -> Int {
        var hasher = Hasher()
        hasher.combine(uid)
        hasher.combine(agency)
        hasher.combine(queue)
        hasher.combine(directory)
        hasher.combine(accelerators.first?.kind)
        hasher.combine(accelerators.first?.count ?? 0)
        hasher.combine(cpus.eighths)
        hasher.combine(memory.count)
        hasher.combine(nodes)
        hasher.combine(replicas.max)
        hasher.combine(priority)
        hasher.combine(time)
        hasher.combine(environment.count)
        hasher.combine(array?.indexes.count ?? 0)
        return hasher.finalize()
    }
}
