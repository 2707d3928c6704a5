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
    /// A new field of a job is one of its terms unless it is named here, in `JobEvent.Submission`, in `validateOwnWords` and in the blocks
    /// of the journal.
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
        // Numbers are mixed first, so that the hasher is fed few words: this is asked at each submission.
        var mixed = UInt64(uid)
        func mix(_ number: Int) { mixed = (mixed ^ UInt64(truncatingIfNeeded: number)) &* 0x9E37_79B9_7F4A_7C15 }
        mix(accelerators.first?.count ?? 0)
        mix(cpus.eighths)
        mix(Int(truncatingIfNeeded: memory.count))
        mix(nodes)
        mix(replicas.max)
        mix(priority)
        mix(environment.count)
        mix(array?.indexes.count ?? 0)
        if let time { mix(Int(truncatingIfNeeded: time.components.seconds)) }
        var hasher = Hasher()
        hasher.combine(mixed)
        hasher.combine(directory)
        if let agency { hasher.combine(agency) }
        if let queue { hasher.combine(queue) }
        if let kind = accelerators.first?.kind { hasher.combine(kind) }
        return hasher.finalize()
    }

    /// Whether two jobs differ in their own words at most.
    ///
    /// Written out, for it is asked at each submission and a copy without those words would cost more. A test holds it to all fields.
    public func hasTerms(of other: JobSpec) -> Bool {
        jobClass == other.jobClass && nodes == other.nodes && replicas == other.replicas && cpus == other.cpus && memory == other.memory
            && time == other.time && hold == other.hold && priority == other.priority && requeue == other.requeue
            && maxAttempts == other.maxAttempts && grace == other.grace && together == other.together && powerCap == other.powerCap
            && agency == other.agency && queue == other.queue && workload == other.workload && directory == other.directory
            && output == other.output && error == other.error && warning == other.warning && readiness == other.readiness
            && accelerators == other.accelerators && environment == other.environment && labels == other.labels && array == other.array
            && nodeList == other.nodeList && exclude == other.exclude && preemptible == other.preemptible && begin == other.begin
            && deadline == other.deadline && hostLabel == other.hostLabel
    }
}
