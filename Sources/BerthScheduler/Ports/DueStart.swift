public import BerthModel

/// A run that is to be started. Its order is made when somebody asks for it: most of an order is text, and an executor that starts no
/// processes needs none of that.
public final class DueStart: Sendable {
    public let run: RunID
    let job: Job
    /// Of the node: its keeper refuses orders of an earlier one.
    public let session: Int
    let composer: StartComposer

    init(_ job: Job, _ member: Member, session: Int, _ composer: StartComposer) {
        run = job.runID(of: member)
        self.job = job
        self.session = session
        self.composer = composer
    }

    /// Members stand in the order of their numbers.
    var member: Member { job.members[run.member] }

    /// Wall time of this attempt; nil: unlimited. Counted from the start of the run.
    public var timeLimit: Duration? { job.time }
    public var simulation: Simulation? { job.submission.simulation }
    public var isService: Bool { job.terms.jobClass == .service }
    public var isProbed: Bool { job.terms.readiness != nil }
    public var node: NodeName { member.placement.node }

    /// Everything that an executor needs, made from the state and the fleet alone: a restarted daemon makes the same order again.
    public func order() -> StartOrder { composer.order(job, member, session: session) }
}

extension DueStart: Hashable {
    public static func == (left: DueStart, right: DueStart) -> Bool { left.run == right.run }
    public func hash(into hasher: inout Hasher) { hasher.combine(run) }
}
