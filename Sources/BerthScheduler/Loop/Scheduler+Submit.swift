public import BerthModel
import BerthPlacement
public import BerthPolicy

extension Scheduler {
    /// Admits a job, or finds the one that the same user submitted under the same key before.
    /// - Throws: `BerthError`: `invalidJob`, `notAllowed`, `noSuchKind`, `neverFits`, `unsupported`, `unknownDependency`, or
    ///   `conflict` for a key that another job was submitted under.
    /// - Complexity: O(log jobs); a shape that was not seen before costs one plan.
    public func submit(_ spec: JobSpec, by caller: Caller, key: String?, at now: Timestamp) throws(BerthError) -> SubmitReply {
        tick(now)
        if let existing = try existing(spec, caller, key) { return .existing(existing) }
        let admitted = try admit(spec, caller)
        let id = JobID(number: state.jobs.nextNumber)
        record(.job(id, .submitted(JobEvent.Submission(like: admitted.terms, spec, key: key))))
        countJobs(admitted.tasks, of: admitted.terms)
        shapeOf[id.number] = admitted.shape
        work.learn(admitted.shape, tasks: admitted.tasks)
        enlist(id.number)
        return .created(id)
    }

    private func existing(_ spec: JobSpec, _ caller: Caller, _ key: String?) throws(BerthError) -> JobID? {
        guard let key else { return nil }
        guard (1...128).contains(key.utf8.count) else {
            throw BerthError(.invalidJob, "an idempotency key has 1 to 128 bytes, not \(key.utf8.count)")
        }
        guard let number = state.number(keyed: key, uid: caller.uid), let stored = state.jobs.submission(number)?.spec else {
            return nil
        }
        // What the queue's and the agency's defaults filled in then, they may fill in now.
        var given = spec
        given.queue = given.queue ?? stored.queue
        given.time = given.time ?? stored.time
        given.hostLabel = given.hostLabel ?? stored.hostLabel
        guard given == stored else {
            throw BerthError(
                .conflict, "the idempotency key \"\(key)\" belongs to job \(number), which was submitted with another content",
                hint: "use a new key for a new job")
        }
        return JobID(number: number)
    }

    /// Every check of a submission; changes nothing but the memory of shapes and of what was admitted.
    /// - Returns: what holds for all jobs of its terms.
    func admit(_ given: JobSpec, _ caller: Caller) throws(BerthError) -> Admission {
        try given.validateOwnWords()
        let admission: Admission
        if let known = admissions.find(given, by: caller) {
            admission = known
        } else {
            admission = try admitTerms(of: given, caller)
            admissions.remember(admission)
        }
        for (index, dependency) in given.dependencies.enumerated() { try checkDependency(dependency, admission.agency, at: index) }
        try work.usage.admitJobs(admission.tasks, of: work.number(of: admission.agency), user: caller.uid)
        try work.usage.admitJobs(admission.tasks, in: admission.terms.spec.queue, user: caller.uid)
        try requireTime(admission.terms.spec)
        guard policy.backfill.method != .none || policy.learning != nil && admission.terms.spec.workload != nil else { return admission }
        // How long jobs are expected to stay, and how kinds compare, is learnt meanwhile.
        let spec = admission.terms.spec
        let shape = try shape(of: spec, span: span(of: spec, by: caller.user, for: admission.agency))
        return shape == admission.shape ? admission : Admission(given: given, caller: caller, terms: admission.terms, shape: shape)
    }

    /// The checks that come out alike for all jobs of the same terms while the same policy is in force: they are made once for all of them.
    /// What counts jobs, or changes with them, is checked in `admit`.
    private func admitTerms(of given: JobSpec, _ caller: Caller) throws(BerthError) -> Admission {
        try given.validate()
        let agency = try authority.agency(named: given.agency, for: caller)
        try authority.requireModel(given.workload, of: agency)
        var spec = try underQueue(given)
        spec.hostLabel = try policy.hostLabel(named: given.hostLabel, for: agency)
        if spec.requeue, spec.maxAttempts == 1 {
            throw BerthError(
                .invalidJob, "requeue was asked, but only one attempt is allowed", field: "/max_attempts",
                hint: "allow more, such as --max-attempts 3")
        }
        if let array = spec.array, array.indexes.isEmpty { throw BerthError(.invalidJob, "the array has no tasks", field: "/array") }
        let shape = try shape(of: spec, span: span(of: spec, by: caller.user, for: agency))
        try requireEverFits(shape, agency, spec)
        let terms = state.jobs.known(JobTerms(of: spec, submitter: caller.submitter, agency: agency))
        return Admission(given: given, caller: caller, terms: terms, shape: shape)
    }

    /// The position in the table of shapes.
    func shape(of spec: JobSpec, span: SpanClass) throws(BerthError) -> Int {
        let wants = Wants(spec, span, rules.objective(of: spec), learnt: learntSpeeds(of: spec))
        if let known = shapeOfWants[wants] { return known }
        let request = try rules.request(for: spec, members: Array(0..<spec.members.min), learnt: state.kindTimes)
        let index = work.index(of: Shape(request: request, spec: spec, span: span))
        if shapeOfWants.count >= Scheduler.wantsMax { shapeOfWants = [:] }
        shapeOfWants[wants] = index
        return index
    }

    /// What jobs of its workload showed, as far as it may decide which kind this one gets.
    private func learntSpeeds(of spec: JobSpec) -> [AcceleratorRequest: Int] {
        guard policy.learning != nil, spec.workload != nil, rules.objective(of: spec) != nil else { return [:] }
        let learnt = policy.speeds(of: spec, learnt: state.kindTimes).filter { $0.source != .policy }
        return Dictionary(learnt.map { (AcceleratorRequest(kind: $0.kind, count: $0.slots), $0.thousandths) }) { first, _ in first }
    }

    private static let wantsMax = 65_536

    private func checkDependency(_ dependency: Dependency, _ agency: AgencyName, at index: Int) throws(BerthError) {
        let other = dependency.job.task == nil ? state.jobs.jobs(numbered: dependency.job.number).first : state.jobs[dependency.job]
        guard let other, other.agency == agency else {
            throw BerthError(
                .unknownDependency, "job \(dependency.job), which this job is to wait for, does not exist", field: "/dependencies/\(index)",
                hint: "berth ls lists the jobs that you can name")
        }
    }

    /// The job with its queue's name, checked against the queue's rules, and with its default time.
    private func underQueue(_ given: JobSpec) throws(BerthError) -> JobSpec {
        var spec = given
        if spec.queue == nil { spec.queue = try onlyQueue(for: given.jobClass) }
        guard let name = spec.queue else { return spec }
        guard let queue = policy.queues[name] else {
            let known = policy.queues.keys.map(\.text).sorted()
            throw BerthError(
                .invalidJob, "the policy has no queue \"\(name)\"", field: "/queue",
                hint: Spelling.nearest(to: name.text, among: known).map { "did you mean \"\($0)\"?" }
                    ?? (known.isEmpty ? "it defines none: leave the queue out" : "known: \(known.joined(separator: ", "))"))
        }
        if let only = queue.jobClass, only != spec.jobClass {
            throw BerthError(
                .invalidJob, "queue \"\(name)\" takes \(only.rawValue) jobs, and this is a \(spec.jobClass.rawValue) job", field: "/queue",
                hint: "name another queue with -q, or change the class")
        }
        spec.time = spec.time ?? queue.defaultTime ?? queue.maxTime
        if let most = queue.maxTime, let time = spec.time, time > most {
            throw BerthError(
                .invalidJob, "a time limit of \(time.short) was asked, above the \(most.short) of queue \"\(name)\"", field: "/time",
                hint: "ask for \(most.short) or less, or use another queue")
        }
        return spec
    }

    /// The queue of a job that names none: the one for its class, else the one for all classes. Nil where no queue takes its class.
    private func onlyQueue(for jobClass: JobClass) throws(BerthError) -> QueueName? {
        if policy.queues.isEmpty { return nil }
        let own = policy.queues.filter { $0.value.jobClass == jobClass }.keys.sorted()
        let open = policy.queues.filter { $0.value.jobClass == nil }.keys.sorted()
        let candidates = own.isEmpty ? open : own
        guard candidates.count <= 1 else {
            throw BerthError(
                .invalidJob, "\(candidates.count) queues take \(jobClass.rawValue) jobs, so the job must name one", field: "/queue",
                hint: "add -q with one of: \(candidates.map(\.text).joined(separator: ", "))")
        }
        return candidates.first
    }
}
