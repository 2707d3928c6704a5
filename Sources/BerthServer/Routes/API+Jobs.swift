import BerthAPI
import BerthModel
import BerthPolicy
import BerthScheduler
import Hummingbird

extension API {
    /// Jobs that one page looks at: what it finds among them is the page, so that a filter that matches nothing holds nobody up.
    private static let jobsExaminedMax = 50_000

    func listJobs(_ call: Call) async throws -> Response {
        let limit = Int(try call.number("limit", in: 1...5000, default: 500))
        let filter = JobFilter(
            states: try call.words("state").map { words throws(BerthError) in try JobFilter.states(words) }, queue: call.query("queue"),
            agency: call.query("agency"), name: call.query("name"), uid: try call.flag("mine") ? call.caller.uid : nil)
        var start = JobID(number: 1)
        if let cursor = call.query("cursor") {
            guard let id = JobID(cursor) else {
                throw BerthError(.usage, "\"\(cursor.prefix(80))\" is no cursor of this listing", field: "cursor")
            }
            start = id
        }
        let (caller, fleet) = (call.caller, fleet)
        return try .json(
            await thread.read { [start] loop in
                API.page(loop.scheduler, from: start, limit: limit, filter, Sight(caller, loop.scheduler), fleet)
            })
    }

    /// - Returns: jobs with ids from `start` on.
    private static func page(
        _ scheduler: Scheduler, from start: JobID, limit: Int, _ filter: JobFilter, _ sight: Sight, _ fleet: FleetDirectory
    ) -> JobList {
        var sight = sight
        var positions = QueuePositions(scheduler, sight)
        let table = scheduler.state.jobs
        var (found, examined) = ([JobView](), 0)
        var number = start.number
        while number < table.nextNumber {
            for job in table.jobs(numbered: number) where job.id >= start {
                guard found.count < limit, examined < jobsExaminedMax else { return JobList(jobs: found, nextCursor: "\(job.id)") }
                examined += 1
                if filter.matches(job), sight.sees(job.agency) { found.append(JobView(job, scheduler, &positions, in: fleet)) }
            }
            number += 1
        }
        return JobList(jobs: found, nextCursor: nil)
    }

    func job(_ call: Call) async throws -> Response {
        let (id, caller, fleet) = (try call.job(), call.caller, fleet)
        let (view, version) = try await thread.read { loop in
            let tasks = try loop.scheduler.jobs(standingFor: id, visibleTo: caller)
            return (JobView(tasks, asked: id, loop.scheduler, seenBy: Sight(caller, loop.scheduler), in: fleet), JobVersion(tasks))
        }
        return try .json(view, headers: [.eTag: version.eTag])
    }

    func why(_ call: Call) async throws -> Response {
        let (id, caller) = (try call.job(), call.caller)
        return try .json(
            await thread.read { loop in
                let tasks = try loop.scheduler.jobs(standingFor: id, visibleTo: caller)
                let asked = tasks.first { $0.state == .pending } ?? tasks[0]
                var view = WhyView(try loop.scheduler.explain(asked.id, by: caller, at: loop.now))
                let kinds = loop.scheduler.kindPhrases(of: asked.spec)
                view.kinds = kinds.isEmpty ? nil : kinds
                return view
            })
    }

    func attempts(_ call: Call) async throws -> Response {
        let (id, caller) = (try call.job(), call.caller)
        return try .json(
            await thread.read { loop in
                AttemptList(attempts: try loop.scheduler.jobs(standingFor: id, visibleTo: caller).flatMap(AttemptView.all))
            })
    }
}
