/// One thing that keeps a job from starting, with its numbers.
public struct Blocker: Hashable, Sendable, Codable {
    public var code: ReasonCode
    /// One sentence for the person: what is short, where.
    public var message: String
    /// What the job needs and what there is, in `unit`, where the reason is a quantity.
    public var need: Int?
    public var have: Int?
    /// `W`, `devices`, `cores`, `MiB`, `nodes`, `tasks`, `jobs`.
    public var unit: String?
    /// Where: a power domain, a kind, a node, an agency, a queue or a job.
    public var domain: String?
    /// Events that would clear it.
    public var clearsWhen: [String]
    /// The smallest change by which this job would start now; nil where nobody can make one.
    public var hint: String?

    public init(
        _ code: ReasonCode, _ message: String, need: Int? = nil, have: Int? = nil, unit: String? = nil, domain: String? = nil,
        clearsWhen: [String] = [], hint: String? = nil
    ) {
        self.code = code
        self.message = message
        self.need = need
        self.have = have
        self.unit = unit
        self.domain = domain
        self.clearsWhen = clearsWhen
        self.hint = hint
    }
}
