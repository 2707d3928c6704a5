import BerthModel
import BerthPolicy
import BerthScheduler

/// What one caller may see under the policy in force. Made for one request: it remembers what it found.
struct Sight {
    let caller: Caller
    let authority: Authority
    private var seen: [AgencyName: Bool] = [:]

    init(_ caller: Caller, _ scheduler: Scheduler) {
        self.caller = caller
        authority = scheduler.authority
    }

    var mayReadPolicy: Bool { authority.mayReadPolicy(caller) }
    var seesAll: Bool { authority.seesAll(caller) }

    mutating func sees(_ agency: AgencyName) -> Bool {
        if let known = seen[agency] { return known }
        let answer = authority.maySee(agency, caller)
        seen[agency] = answer
        return answer
    }

    /// Events of jobs that the caller may see, and all events that are about no job.
    mutating func sees(_ entry: JournalEntry, _ jobs: JobTable) -> Bool {
        guard case .job(let id, let event) = entry.record else { return true }
        if case .submitted(let submission) = event { return sees(submission.agency) }
        return jobs.jobs(numbered: id.number).first.map { sees($0.agency) } ?? false
    }

    func mayAct(on job: Job) -> Bool { authority.mayAct(on: job.agency, submitter: job.submitter, caller) }
}
