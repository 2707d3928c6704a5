public import BerthAPI
public import BerthModel

extension Client {
    public func queues() async throws(BerthError) -> [QueueView] { try await ask(.get(Route.queues), for: QueueList.self).queues }

    public func agencies() async throws(BerthError) -> [AgencyView] { try await ask(.get(Route.agencies), for: AgencyList.self).agencies }

    public func profiles() async throws(BerthError) -> ProfileList { try await ask(.get(Route.profiles)) }

    public func usage(_ query: UsageQuery) async throws(BerthError) -> UsageView { try await ask(.get(Route.usage + query.text)) }

    /// One page of jobs that are over.
    public func history(_ query: HistoryQuery) async throws(BerthError) -> JobList { try await ask(.get(Route.history + query.text)) }

    /// One change to many jobs, or with `dryRun` their ids.
    public func change(_ request: JobsChangeRequest) async throws(BerthError) -> JobsChangeReply {
        try await ask(.change(.post, Route.changeMany, body: try encode(request)))
    }

    /// Entries of the journal after a position, oldest first; none at its end.
    public func journal(after sequence: UInt64, limit: Int) async throws(BerthError) -> [JournalRow] {
        let request = Request.get("\(Route.journal)?after=\(sequence)&limit=\(limit)")
        var rows: [JournalRow] = []
        for line in try await perform(request).body.split(separator: UInt8(ascii: "\n")) {
            rows.append(try decode(JournalRow.self, from: line, of: request.target))
        }
        return rows
    }

    /// The fleet file that the daemon was started with.
    public func fleetSource() async throws(BerthError) -> FleetSourceView { try await ask(.get(Route.fleet)) }
}
