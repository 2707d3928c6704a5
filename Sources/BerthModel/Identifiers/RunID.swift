/// The identity of one start of one member of one attempt of a job: what an executor starts at most once.
///
/// It is the fencing token: a report about another run than the current one is stale and changes nothing.
public struct RunID: Hashable, Sendable {
    public let job: JobID
    /// 1 and up; a requeued job gets a new attempt.
    public var attempt: Int { Int(words.attempt) }
    /// The member of a gang or replica of a service, from 0.
    public var member: Int { Int(words.member) }
    /// 1 and up; a service's replica that is restarted in place gets a new run.
    public var run: Int { Int(words.run) }

    private struct Words: Hashable {
        var attempt: Int32
        var member: Int32
        var run: Int32

        func hash(into hasher: inout Hasher) {
            hasher.combine(UInt64(UInt32(bitPattern: attempt)) << 32 | UInt64(UInt32(bitPattern: member)))
            hasher.combine(run)
        }
    }

    private let words: Words

    /// - Precondition: below 2^31 each.
    public init(job: JobID, attempt: Int, member: Int, run: Int) {
        precondition(attempt > 0 && member >= 0 && run > 0, "run ids count attempts and runs from 1, members from 0")
        self.job = job
        words = Words(attempt: Int32(attempt), member: Int32(member), run: Int32(run))
    }
}

extension RunID: LosslessStringConvertible {
    /// `JOB.ATTEMPT.MEMBER.RUN`, such as `4131_7.1.0.2`; safe as a file name.
    public var description: String { "\(job).\(attempt).\(member).\(run)" }

    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, let job = JobID(String(parts[0])), let attempt = Digits.value(parts[1], places: 9),
            let member = Digits.value(parts[2], places: 9), let run = Digits.value(parts[3], places: 9), attempt > 0, run > 0
        else { return nil }
        self.init(job: job, attempt: attempt, member: member, run: run)
    }
}

extension RunID: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = RunID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(text)\" is not a run id")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
