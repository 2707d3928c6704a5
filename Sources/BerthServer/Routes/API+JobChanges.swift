import BerthAPI
import BerthModel
import BerthPolicy
import BerthScheduler
import Hummingbird
import NIOCore

extension API {
    /// One change a request: what is asked happens as a whole or not at all.
    func update(_ call: Call) async throws -> Response {
        let patch = try JSONCoding.decode(JobPatch.self, from: await call.request.readBody(upTo: Limits.jobBytesMax))
        try API.check(patch)
        return try await change(call) { scheduler, id, caller, now throws(BerthError) in try API.make(patch, scheduler, id, caller, now) }
    }

    /// - Throws: `usage` unless it is one change.
    static func check(_ patch: JobPatch) throws(BerthError) {
        let asked = [patch.hold != nil, patch.requeue != nil, patch.priority != nil || patch.timeSeconds != nil].count { $0 }
        guard asked == 1 else {
            throw BerthError(
                .usage, asked == 0 ? "nothing is to change" : "hold, requeue and priority or time are separate changes",
                hint: "give one of hold, requeue, or priority and time_seconds")
        }
        guard patch.requeue != false else { throw BerthError(.usage, "requeue can only be true", field: "/requeue") }
        if let seconds = patch.timeSeconds, !(1...Limits.durationMaxMilliseconds / 1000).contains(seconds) {
            throw BerthError(.usage, "a time limit of \(seconds) s is not between a second and ten years", field: "/time_seconds")
        }
    }

    static func make(
        _ patch: JobPatch, _ scheduler: Scheduler, _ id: JobID, _ caller: Caller, _ now: Timestamp
    ) throws(BerthError) {
        if let hold = patch.hold {
            if hold { try scheduler.hold(id, by: caller, at: now) } else { try scheduler.release(id, by: caller, at: now) }
        } else if patch.requeue != nil {
            try scheduler.requeue(id, by: caller, at: now)
        } else {
            try scheduler.update(id, priority: patch.priority, time: patch.timeSeconds.map { .seconds($0) }, by: caller, at: now)
        }
    }

    func cancel(_ call: Call) async throws -> Response {
        try await change(call) { scheduler, id, caller, now throws(BerthError) in try scheduler.cancel(id, by: caller, at: now) }
    }

    /// Changes one job, or all tasks of an array, and answers with what became of it.
    private func change(
        _ call: Call, _ act: @escaping @Sendable (Scheduler, JobID, Caller, Timestamp) throws(BerthError) -> Void
    ) async throws -> Response {
        let (id, caller, fleet, expected) = (try call.job(), call.caller, fleet, call.request.headers[.ifMatch])
        let (view, version) = try await thread.change { loop, now in
            if let expected {
                let version = JobVersion(try loop.scheduler.jobs(standingFor: id, visibleTo: caller))
                try version.require(expected, of: id)
            }
            try act(loop.scheduler, id, caller, now)
        } answer: { loop, _ in
            let tasks = try loop.scheduler.jobs(standingFor: id, visibleTo: caller)
            return (JobView(tasks, asked: id, loop.scheduler, seenBy: Sight(caller, loop.scheduler), in: fleet), JobVersion(tasks))
        }
        return try .json(view, headers: [.eTag: version.eTag])
    }

    func cancelMany(_ call: Call) async throws -> Response {
        let request = try JSONCoding.decode(CancelRequest.self, from: await call.request.readBody(upTo: Limits.jobBytesMax))
        guard request.mine || request.state != nil || request.agency != nil || request.name != nil else {
            throw BerthError(
                .usage, "a cancellation without any condition would be about every job", hint: "give mine, state, agency or name")
        }
        let filter = JobFilter(
            states: try request.state.map { text throws(BerthError) in try JobFilter.states(text.split(separator: ",").map(String.init)) },
            agency: request.agency, name: request.name, uid: request.mine ? call.caller.uid : nil)
        let caller = call.caller
        return try .json(
            await thread.change { loop, now in
                let scheduler = loop.scheduler
                var sight = Sight(caller, scheduler)
                let ids = scheduler.state.jobs.all.filter { job in
                    !job.state.isFinal && filter.matches(job) && sight.sees(job.agency) && sight.mayAct(on: job)
                }.map(\.id)
                if let expected = request.expectCount, expected != ids.count {
                    throw BerthError(.conflict, "\(ids.count) jobs match, not \(expected)", hint: "list them again")
                }
                for id in ids { try scheduler.cancel(id, by: caller, at: now) }
                return ids
            } answer: { _, ids in
                CancelReply(cancelled: ids.map { "\($0)" })
            })
    }
}
