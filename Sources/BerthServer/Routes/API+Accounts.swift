import BerthAPI
import BerthModel
import BerthPolicy
import BerthScheduler
import BerthStorage
import Hummingbird
import NIOCore

/// Queues, agencies and what was used. What walks over many jobs or entries does so in parts, so that it holds nobody up.
extension API {
    private static let jobsPerRead: UInt64 = 20_000
    private static let entriesPerPage = 5000

    func queues(_ call: Call) async throws -> Response {
        let caller = call.caller
        var counts: [String: (pending: Int, held: Int, active: Int)] = [:]
        var next: UInt64? = 1
        while let start = next {
            let (part, following) = try await thread.read { loop in
                var sight = Sight(caller, loop.scheduler)
                let table = loop.scheduler.state.jobs
                let end = min(table.nextNumber, start + API.jobsPerRead)
                var part: [String: (pending: Int, held: Int, active: Int)] = [:]
                for number in start..<max(start, end) {
                    for job in table.jobs(numbered: number) where !job.state.isFinal && sight.sees(job.agency) {
                        let name = job.spec.queue?.text ?? ""
                        switch job.state {
                        case .held: part[name, default: (0, 0, 0)].held += 1
                        case .pending: part[name, default: (0, 0, 0)].pending += 1
                        default: part[name, default: (0, 0, 0)].active += 1
                        }
                    }
                }
                return (part, end < table.nextNumber ? end : nil)
            }
            counts.merge(part) { ($0.pending + $1.pending, $0.held + $1.held, $0.active + $1.active) }
            next = following
        }
        let policy = try await thread.read { $0.scheduler.policy.queues }
        var views = policy.map { name, queue in QueueView(name.text, queue, counts[name.text] ?? (0, 0, 0)) }
        for (name, count) in counts where views.allSatisfy({ $0.name != name }) { views.append(QueueView(name, Policy.Queue(), count)) }
        return try .json(QueueList(queues: views.sorted { ($0.weight, $1.name) > ($1.weight, $0.name) }))
    }

    func agencies(_ call: Call) async throws -> Response {
        let caller = call.caller
        return try .json(
            await thread.read { loop in
                var sight = Sight(caller, loop.scheduler)
                let agencies = loop.scheduler.policy.agencies.sorted { $0.key < $1.key }.filter { sight.sees($0.key) }
                return AgencyList(agencies: agencies.map { AgencyView($0.key, $0.value, loop.scheduler.usage(of: $0.key)) })
            })
    }

    /// Reads the whole journal once, in pages: what runs at the beginning of the time asked about may have been placed long before.
    func usage(_ call: Call) async throws -> Response {
        let caller = call.caller
        let word = call.query("by") ?? "agency"
        guard let grouping = UsageMeter.Grouping(rawValue: word) else {
            let known = UsageMeter.Grouping.allCases.map(\.rawValue)
            throw BerthError(
                .usage, "usage is not counted by \"\(word.prefix(40))\"", field: "by",
                hint: Spelling.nearest(to: word, among: known).map { "did you mean \"\($0)\"?" }
                    ?? "known: \(known.joined(separator: ", "))")
        }
        let now = try await thread.read { $0.now }
        let since = try call.moment("since") ?? Timestamp(milliseconds: 0)
        let until = min(try call.moment("until") ?? now, now)
        let agency = try call.query("agency").map { text throws(BerthError) in try AgencyName(text) }
        let meter = UsageMeter(by: grouping, since: since, until: until, agency: agency)
        let sight = try await thread.read { Sight(caller, $0.scheduler) }
        let (filled, position) = try await usageReaders.pass { try await read(into: meter, for: sight, until: now) }
        let rows = filled.rows.sorted { ($0.value.microjoules, $1.key) > ($1.value.microjoules, $0.key) }
        return try .json(
            UsageView(
                by: grouping.rawValue, since: "\(since)", until: "\(until)", sequence: position,
                rows: rows.map { UsageView.Row($0.key, $0.value) }))
    }

    /// - Returns: the meter, and the position that was read to.
    private func read(into empty: UsageMeter, for caller: Sight, until now: Timestamp) async throws -> (UsageMeter, UInt64) {
        var (meter, sight) = (empty, caller)
        var position: UInt64 = 0
        while true {
            let entries = try await history.entries(position, API.entriesPerPage)
            guard let last = entries.last?.sequence else { break }
            position = last
            for entry in entries {
                if case .job(_, .submitted(let submission)) = entry.record, !sight.sees(submission.agency) { continue }
                meter.take(entry)
            }
        }
        meter.finish(at: now)
        return (meter, position)
    }

    /// Entries as they are stored: an operator's tools read them in pages.
    func journal(_ call: Call) async throws -> Response {
        let caller = call.caller
        try await requireSeesAll(caller, "the journal")
        let after = try call.number("after", in: 0...UInt64(Int64.max), default: 0)
        let limit = Int(try call.number("limit", in: 1...10_000, default: 1000))
        let rows = try StoredEntry.stored(try await history.entries(after, limit))
        var buffer = ByteBuffer()
        for row in rows {
            buffer.writeBytes(
                try JSONCoding.encode(
                    JournalRow(
                        sequence: row.sequence, time: row.time.milliseconds, kind: row.kind, job: row.job, payload: row.payload)))
            buffer.writeInteger(UInt8(ascii: "\n"))
        }
        return Response(
            status: .ok, headers: [.contentType: Wire.ndjson, .cacheControl: "no-store"], body: ResponseBody(byteBuffer: buffer))
    }

    func fleetSource(_ call: Call) async throws -> Response {
        try await requireSeesAll(call.caller, "the fleet file")
        return try .json(FleetSourceView(text: facts.fleetText, fileName: facts.fleetFile))
    }

    private func requireSeesAll(_ caller: Caller, _ what: String) async throws {
        guard try await thread.read({ Sight(caller, $0.scheduler).seesAll }) else {
            throw BerthError(.notAllowed, "\(what) tells of every agency: only operators and auditors read it")
        }
    }
}

extension Call {
    /// RFC 3339.
    func moment(_ name: String) throws(BerthError) -> Timestamp? {
        guard let text = query(name) else { return nil }
        do {
            return try Timestamp(parsing: text, at: nil)
        } catch {
            throw BerthError(.usage, error.message, field: name, hint: error.hint)
        }
    }
}

extension QueueView {
    fileprivate init(_ name: String, _ queue: Policy.Queue, _ counts: (pending: Int, held: Int, active: Int)) {
        self.init(
            name: name, jobClass: queue.jobClass?.rawValue, weight: queue.weight, order: queue.order.rawValue, stopped: queue.isStopped,
            maxTimeSeconds: queue.maxTime?.seconds, defaultTimeSeconds: queue.defaultTime?.seconds, pending: counts.pending,
            held: counts.held, active: counts.active)
    }
}

extension AgencyView {
    fileprivate init(_ name: AgencyName, _ agency: Policy.Agency, _ usage: AgencyUsage) {
        let kinds = Set(agency.deviceLimits.keys).union(usage.thousandths.filter { $0.value > 0 }.keys).sorted()
        self.init(
            name: name.text, parent: agency.parent?.text, share: agency.share, jobs: usage.jobs, jobsLimit: agency.jobLimit,
            reservedWatts: usage.watts.roundedUp, powerLimitWatts: agency.powerLimit?.roundedDown,
            devices: kinds.map { Device(kind: $0.text, heldThousandths: usage.thousandths[$0] ?? 0, limit: agency.deviceLimits[$0]) })
    }
}

extension UsageView.Row {
    fileprivate init(_ name: String, _ row: UsageMeter.Row) {
        self.init(
            name: name, reservedJoules: Int64(clamping: row.microjoules / 1_000_000),
            deviceSeconds: Int64(clamping: row.thousandthMilliseconds / 1_000_000), jobsStarted: row.started, jobsEnded: row.ended)
    }
}
