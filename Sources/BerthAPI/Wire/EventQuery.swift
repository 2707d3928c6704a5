/// The filter of `GET /v1/events`. Keys: `after`, `job`, `kind`, `follow=true`.
public struct EventQuery: Hashable, Sendable {
    /// Only events with a higher sequence number; nil: from the first one on.
    public var after: UInt64?
    /// Only events of this job; of an array's tasks too where it names an array.
    public var job: String?
    public var kind: String?
    /// Keep the answer open and send events as they happen, with a `heartbeat` line every 15 s.
    public var follow: Bool

    public init(after: UInt64? = nil, job: String? = nil, kind: String? = nil, follow: Bool = false) {
        self.after = after
        self.job = job
        self.kind = kind
        self.follow = follow
    }

    /// `?after=41&follow=true`, or nothing.
    public var text: String {
        var query = QueryText()
        query.add("after", after.map(String.init))
        query.add("job", job)
        query.add("kind", kind)
        query.add("follow", follow ? "true" : nil)
        return query.text
    }
}
