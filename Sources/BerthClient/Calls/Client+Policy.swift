public import BerthAPI
public import BerthModel

extension Client {
    /// The revision in force, with its text.
    public func policy() async throws(BerthError) -> PolicyView { try await ask(.get(Route.policy)) }

    public func policy(revision: Int) async throws(BerthError) -> PolicyView { try await ask(.get(Route.policyRevision(revision))) }

    /// The last revisions, the newest first.
    public func policyRevisions(limit: Int) async throws(BerthError) -> [PolicyView] {
        try await ask(.get("\(Route.policyRevisions)?limit=\(limit)"), for: PolicyRevisionList.self).revisions
    }

    /// What a file would change; changes nothing.
    public func diffPolicy(_ request: PolicyRequest) async throws(BerthError) -> PolicyDiffView {
        var question = Request.change(.post, Route.policyDiff, body: try encode(request))
        question.isRepeatable = true
        return try await ask(question)
    }

    /// Holds a file against the daemon's fleet and use; changes nothing.
    public func checkPolicy(_ request: PolicyRequest) async throws(BerthError) -> PolicyCheckView {
        var question = Request.change(.post, Route.policyCheck, body: try encode(request))
        question.isRepeatable = true
        return try await ask(question)
    }

    public func rollBackPolicy(_ request: PolicyRollbackRequest) async throws(BerthError) -> PolicyView {
        try await ask(.change(.post, Route.policyRollback, body: try encode(request)))
    }

    public func schedulePolicy(_ request: PolicyScheduleRequest) async throws(BerthError) -> ScheduledPolicyView {
        try await ask(.change(.post, Route.policyScheduled, body: try encode(request)))
    }

    /// Policies that will take effect, the soonest first.
    public func scheduledPolicies() async throws(BerthError) -> [ScheduledPolicyView] {
        try await ask(.get(Route.policyScheduled), for: ScheduledPolicyList.self).scheduled
    }

    /// - Returns: what is still scheduled.
    public func cancelScheduledPolicy(_ number: Int) async throws(BerthError) -> [ScheduledPolicyView] {
        try await ask(.change(.post, Route.policyUnschedule("\(number)")), for: ScheduledPolicyList.self).scheduled
    }

    /// Loads a whole file as the next revision.
    public func applyPolicy(_ request: PolicyRequest) async throws(BerthError) -> PolicyView {
        try await ask(.change(.post, Route.policyApply, body: try encode(request)))
    }
}
