import BerthAPI
import BerthModel
import BerthPolicy
import BerthScheduler
import Hummingbird

extension API {
    /// Jobs that one part of a listing looks at.
    private static let jobsPerPart = 50_000

    /// Jobs that are over, the highest number first.
    func pastJobs(_ call: Call) async throws -> Response {
        let limit = Int(try call.number("limit", in: 1...5000, default: 500))
        let words = call.words("state")
        let states = try words.map { words throws(BerthError) in try JobFilter.states(words) } ?? Set(JobState.allCases.filter(\.isFinal))
        if let open = states.first(where: { !$0.isFinal }) {
            throw BerthError(.usage, "a job that is \(open.rawValue) is not over", field: "state", hint: "GET /v1/jobs lists it")
        }
        var filter = JobFilter(
            states: states, queue: call.query("queue"), agency: call.query("agency"), name: call.query("name"),
            uid: try call.flag("mine") ? call.caller.uid : nil)
        filter.user = call.query("user")
        (filter.since, filter.until) = (try call.moment("since"), try call.moment("until"))
        var start: UInt64?
        if let cursor = call.query("cursor") {
            guard let number = UInt64(cursor) else {
                throw BerthError(.usage, "\"\(cursor.prefix(80))\" is no cursor of this listing", field: "cursor")
            }
            start = number
        }
        let (caller, fleet) = (call.caller, fleet)
        return try .json(
            await thread.read { [filter, start] loop in
                API.past(loop.scheduler, from: start, limit: limit, filter, Sight(caller, loop.scheduler), fleet)
            })
    }

    /// - Parameter start: the highest number to look at; nil: the last one.
    private static func past(
        _ scheduler: Scheduler, from start: UInt64?, limit: Int, _ filter: JobFilter, _ sight: Sight, _ fleet: FleetDirectory
    ) -> JobList {
        var sight = sight
        let table = scheduler.state.jobs
        var (found, examined) = ([JobView](), 0)
        var number = min(start ?? .max, table.nextNumber - 1)
        while number > 0 {
            // Tasks of one array stand together: a page may be longer than asked by the last array's.
            guard found.count < limit, examined < jobsPerPart else { return JobList(jobs: found, nextCursor: "\(number)") }
            for job in table.jobs(numbered: number).reversed() {
                examined += 1
                if filter.matches(job), sight.sees(job.agency) { found.append(JobView([job], scheduler, in: fleet)) }
            }
            number -= 1
        }
        return JobList(jobs: found, nextCursor: nil)
    }

    /// One change to all jobs that match, and to which it applies.
    func changeMany(_ call: Call) async throws -> Response {
        let request = try JSONCoding.decode(JobsChangeRequest.self, from: await call.request.readBody(upTo: Limits.jobBytesMax))
        let patch = JobPatch(
            hold: request.hold, priority: request.priority, timeSeconds: request.timeSeconds, requeue: request.requeue)
        try API.check(patch)
        guard
            request.mine || [request.state, request.agency, request.queue, request.name, request.user].contains(where: { $0 != nil })
        else {
            throw BerthError(
                .usage, "a change without any condition would be about every job", hint: "give mine, state, agency, queue, name or user")
        }
        var filter = JobFilter(
            states: try request.state.map { text throws(BerthError) in try JobFilter.states(text.split(separator: ",").map(String.init)) },
            queue: request.queue, agency: request.agency, name: request.name, uid: request.mine ? call.caller.uid : nil)
        filter.user = request.user
        let caller = call.caller
        return try .json(
            await thread.change { [filter] loop, now in
                let scheduler = loop.scheduler
                var sight = Sight(caller, scheduler)
                let ids = scheduler.state.jobs.all.filter { job in
                    API.applies(patch, to: job) && filter.matches(job) && sight.sees(job.agency) && sight.mayAct(on: job)
                }.map(\.id)
                if let expected = request.expectCount, expected != ids.count {
                    throw BerthError(.conflict, "\(ids.count) jobs match, not \(expected)", hint: "list them again")
                }
                guard request.dryRun != true else { return ids }
                // Passed over is what an operator holds, or what another change of this request has made impossible.
                return try ids.filter { id in try API.isMade(patch, scheduler, id, caller, now) }
            } answer: { _, ids in
                JobsChangeReply(changed: ids.map { "\($0)" })
            })
    }

    /// - Returns: false where this job cannot be changed so.
    private static func isMade(
        _ patch: JobPatch, _ scheduler: Scheduler, _ id: JobID, _ caller: Caller, _ now: Timestamp
    ) throws(BerthError) -> Bool {
        do {
            try make(patch, scheduler, id, caller, now)
            return true
        } catch {
            guard [.conflict, .notAllowed].contains(error.code) else { throw error }
            return false
        }
    }

    private static func applies(_ patch: JobPatch, to job: Job) -> Bool {
        switch patch.hold {
        case true?: return job.state == .pending
        case false?: return job.state == .held
        case nil: break
        }
        if patch.requeue != nil { return job.state.isActive && job.state != .stopping }
        return patch.timeSeconds == nil ? !job.state.isFinal : job.state == .pending || job.state == .held
    }
}
