/// The filter of `GET /v1/usage`.
public struct UsageQuery: Hashable, Sendable {
    /// `agency`, `user`, `queue` or `kind`.
    public var by: String
    /// RFC 3339.
    public var since: String?
    public var until: String?
    public var agency: String?

    public init(by: String = "agency", since: String? = nil, until: String? = nil, agency: String? = nil) {
        self.by = by
        self.since = since
        self.until = until
        self.agency = agency
    }

    public var text: String {
        var query = QueryText()
        query.add("by", by)
        query.add("since", since)
        query.add("until", until)
        query.add("agency", agency)
        return query.text
    }
}

/// The filter of `GET /v1/history`; what is absent does not filter.
public struct HistoryQuery: Hashable, Sendable {
    /// Final states; empty for all of them.
    public var states: [String] = []
    public var agency: String?
    public var queue: String?
    public var name: String?
    public var user: String?
    public var mine = false
    /// RFC 3339.
    public var since: String?
    public var until: String?
    public var limit: Int?
    public var cursor: String?

    public init() {}

    public var text: String {
        var query = QueryText()
        query.add("state", states.isEmpty ? nil : states.joined(separator: ","))
        query.add("agency", agency)
        query.add("queue", queue)
        query.add("name", name)
        query.add("user", user)
        query.add("mine", mine ? "true" : nil)
        query.add("since", since)
        query.add("until", until)
        query.add("limit", limit.map(String.init))
        query.add("cursor", cursor)
        return query.text
    }
}
