package import BerthModel
import BerthPolicy
import BerthScheduler

/// How a trace is replayed.
package struct ReplayOptions: Sendable {
    package var fleet: ReplayFleet
    package var policy: ReplayPolicy
    /// What was simulated, for the report: `philly`.
    package var scenario: String
    /// Arrivals come so many times as fast as they were recorded, above 0. Durations stay.
    package var speedUp = 1.0
    /// Of jobs that name none.
    package var queue: QueueName?
    /// Submissions after which the scheduler is made anew from the jobs that are not over (`Replay+Turnover`), 1 and up.
    package var turnover = ReplayOptions.turnoverUsual

    /// Some 200 MB of jobs that are over, at most.
    package static let turnoverUsual = 100_000

    package init(_ fleet: ReplayFleet, _ policy: ReplayPolicy, scenario: String) {
        (self.fleet, self.policy, self.scenario) = (fleet, policy, scenario)
    }

    /// Agencies of a trace that are added to a policy which does not name them. Those that come later share one.
    static let agenciesAddedMax = 1000

    /// Jobs that are over and whose submissions are handed on at a turnover: what learns from arrivals goes on knowing them.
    static let rememberedMax = 10_000

    /// Who submits: an operator may for every agency.
    static let caller = Caller(uid: 0, gid: 0, user: "root", isDaemonUser: true)

    /// A scheduler without jobs.
    func scheduler(_ policy: Policy, at now: Timestamp) throws(BerthError) -> Scheduler {
        let revision = PolicyRevision(number: 1, text: self.policy.text, by: ReplayOptions.caller.user, at: now, policy: policy)
        return try Scheduler(fleet: fleet.fleet, catalogue: fleet.catalogue, revision: revision)
    }
}
