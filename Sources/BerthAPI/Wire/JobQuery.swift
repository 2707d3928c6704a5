/// The filter of `GET /v1/jobs`; what is absent does not filter. Keys: `state` (several joined by commas), `agency`, `queue`,
/// `name`, `mine=true`, `limit` (1…5000, usually 500), `cursor`.
public struct JobQuery: Hashable, Sendable {
    /// Raw values of job states; empty for all.
    public var states: [String]
    public var agency: String?
    public var queue: String?
    public var name: String?
    /// Only the caller's own jobs.
    public var mine: Bool
    /// Jobs in one answer.
    public var limit: Int?
    /// `next_cursor` of the page before.
    public var cursor: String?

    public init(
        states: [String] = [], agency: String? = nil, queue: String? = nil, name: String? = nil, mine: Bool = false, limit: Int? = nil,
        cursor: String? = nil
    ) {
        self.states = states
        self.agency = agency
        self.queue = queue
        self.name = name
        self.mine = mine
        self.limit = limit
        self.cursor = cursor
    }

    /// `?state=pending,held&mine=true`, or nothing.
    public var text: String {
        var query = QueryText()
        query.add("state", states.isEmpty ? nil : states.joined(separator: ","))
        query.add("agency", agency)
        query.add("queue", queue)
        query.add("name", name)
        query.add("mine", mine ? "true" : nil)
        query.add("limit", limit.map(String.init))
        query.add("cursor", cursor)
        return query.text
    }
}
