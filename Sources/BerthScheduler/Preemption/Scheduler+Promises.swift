import BerthModel
import BerthPolicy

extension Scheduler {
    /// After a restart or a new policy: jobs that were told to end for another still leave what they hold to that one.
    func renewPromises() {
        for id in work.reservations.active.sorted() {
            guard let victim = state.jobs[id], victim.state == .stopping, victim.stopReason == .preempted,
                let starter = starter(of: victim),
                let job = state.jobs[starter], job.state == .pending, let ticket = ticket(of: job)
            else { continue }
            work.promise(ticket)
        }
    }

    /// Who stops a job, where it is for another: what stands in the journal.
    static func preemptor(_ id: JobID) -> String { "\(preemptorWord)\(id)" }

    private static let preemptorWord = "job "

    /// The job for which another was told to end.
    private func starter(of victim: Job) -> JobID? {
        guard let by = victim.by, by.hasPrefix(Scheduler.preemptorWord) else { return nil }
        return JobID(String(by.dropFirst(Scheduler.preemptorWord.count)))
    }

    /// Jobs that were told to end for another, ascending.
    func victims(of id: JobID) -> [Job] {
        work.reservations.active.sorted().compactMap { state.jobs[$0] }.filter { victim in
            victim.state == .stopping && victim.stopReason == .preempted && starter(of: victim) == id
        }
    }

    /// What a job waits for for which others were told to end.
    func promiseBlocker(of job: Job) -> Blocker? {
        guard job.state == .pending, !work.reservations.promised.isEmpty, let ticket = ticket(of: job),
            work.reservations.isPromised(ticket)
        else { return nil }
        let ending = victims(of: job.id).map(\.id)
        let names = ending.prefix(3).map(\.description).joined(separator: ", ") + (ending.count > 3 ? " and \(ending.count - 3) more" : "")
        return Blocker(
            .waitingForPreempted,
            ending.isEmpty
                ? "what others left for it is kept until it starts"
                : "\(names) \(ending.count == 1 ? "was" : "were") told to end for it", need: ending.count, have: 0, unit: "jobs",
            domain: ending.first?.description, clearsWhen: ["\(ending.isEmpty ? "the next pass runs" : "\(names) end")"])
    }
}
