import BerthAPI
import BerthBench
import BerthClient
import BerthModel
import BerthSystem

/// One run of the submission benchmark against a daemon.
struct SubmitRun: Sendable {
    /// What one client has of its requests.
    private struct Part: Sendable {
        var sent = 0
        var ids: [String] = []
        var latency = LatencyHistogram()
    }

    let bench: SubmitBench
    /// A client with a connection of its own.
    let connect: @Sendable () -> Client

    init(_ bench: SubmitBench, connect: @escaping @Sendable () -> Client) {
        self.bench = bench
        self.connect = connect
    }

    /// Short beside a run, and a question costs the daemon some microseconds.
    private static let pause = Duration.milliseconds(2)
    private static let entriesPerPage = 10_000

    /// Submits, waits until all of it is over, and looks in the journal for every job that was acknowledged.
    /// - Throws: `BerthError` where the daemon runs real processes, is not idle, or cannot be asked.
    func report() async throws -> SubmitReport {
        let client = connect()
        let daemon = try await client.version()
        guard daemon.executor == "simulated" else {
            throw BerthError(
                .usage, "this daemon would start \(bench.jobs) processes", hint: "start berthd with --executor simulated for it")
        }
        let busy = try await unfinished(client)
        guard busy == 0 else {
            throw BerthError(.usage, "\(busy) jobs wait or run on this daemon", hint: "measure on a state directory of its own")
        }
        let start = ContinuousClock.now
        let parts = try await submit()
        let submitted = ContinuousClock.now
        let giveUp = submitted + .seconds(bench.seconds)
        while try await unfinished(client) > 0, ContinuousClock.now < giveUp { try await Task.sleep(for: SubmitRun.pause) }
        let end = ContinuousClock.now
        var tally = JournalTally(of: parts.flatMap(\.ids))
        try await read(client, after: daemon.sequence, into: &tally)
        var latency = LatencyHistogram()
        for part in parts { latency.merge(part.latency) }
        return SubmitReport(
            bench, nodes: daemon.nodes, sent: parts.reduce(0) { $0 + $1.sent }, acknowledged: tally.jobs, placed: tally.placed,
            lost: tally.lost, entries: tally.entries, submit: (submitted - start) / .seconds(1), total: (end - start) / .seconds(1),
            latency: latency)
    }

    /// Jobs that are not over, of all agencies.
    private func unfinished(_ client: Client) async throws -> Int {
        try await client.agencies().filter { $0.parent == nil }.reduce(0) { $0 + $1.jobs }
    }

    /// All clients at once, each in requests of one batch, one after the other.
    private func submit() async throws -> [Part] {
        let key = UniqueName.uuid()
        return try await withThrowingTaskGroup(of: Part.self) { group in
            for number in 0..<bench.clients {
                group.addTask { try await submit(as: number, key: "\(key)-\(number)") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func submit(as number: Int, key: String) async throws -> Part {
        let client = connect()
        var part = Part()
        let giveUp = ContinuousClock.now + .seconds(bench.seconds)
        while case let count = bench.next(after: part.sent, of: number), count > 0, ContinuousClock.now < giveUp {
            let lines = bench.lines(count, after: part.sent, of: number)
            let start = ContinuousClock.now
            let answers = try await client.submitBatch(lines, key: "\(key)-\(part.sent)")
            part.latency.record(Int64((ContinuousClock.now - start) / .nanoseconds(1)))
            guard answers.count == count else {
                throw BerthError(.internalFault, "berthd answered \(answers.count) of \(count) jobs of a request")
            }
            part.sent += count
            part.ids += answers.compactMap(\.id)
        }
        await client.close()
        return part
    }

    /// Reads the journal to its end, outside the time that is measured.
    private func read(_ client: Client, after sequence: UInt64, into tally: inout JournalTally) async throws {
        var position = sequence
        while case let rows = try await client.journal(after: position, limit: SubmitRun.entriesPerPage), let last = rows.last {
            for row in rows { tally.take(row) }
            position = last.sequence
        }
    }
}
