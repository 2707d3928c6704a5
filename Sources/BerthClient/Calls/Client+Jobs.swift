public import BerthAPI
public import BerthModel
import BerthSystem

/// What a submission sends: a job file, in one of its forms.
public struct JobFileBody: Sendable {
    public enum Form: Sendable { case json, yaml }

    public var bytes: [UInt8]
    public var form: Form

    public init(_ bytes: [UInt8], form: Form) {
        self.bytes = bytes
        self.form = form
    }

    var type: String {
        switch form {
        case .json: Wire.json
        case .yaml: Wire.yaml
        }
    }
}

extension Client {
    /// Submits one job. It is on disk when this returns.
    /// - Parameters:
    ///   - key: names this submission for ever: the same key again gives the same job, not a second one.
    ///   - directory: where a job starts that names no directory.
    public func submit(_ file: JobFileBody, key: String, directory: String? = nil) async throws(BerthError) -> SubmitView {
        var request = Request.change(.post, Route.jobs, body: file.bytes, type: file.type, key: key)
        if let directory { request.headers.append((Wire.directory, directory)) }
        return try await ask(request)
    }

    /// What would happen to a job if it were submitted now; changes nothing.
    public func plan(_ file: JobFileBody, directory: String? = nil) async throws(BerthError) -> PlanView {
        var request = Request.change(.post, Route.plan, body: file.bytes, type: file.type)
        request.isRepeatable = true
        if let directory { request.headers.append((Wire.directory, directory)) }
        return try await ask(request)
    }

    /// One page of jobs.
    public func jobs(_ query: JobQuery = JobQuery()) async throws(BerthError) -> JobList {
        try await ask(.get(Route.jobs + query.text))
    }

    /// All pages.
    public func allJobs(_ query: JobQuery = JobQuery()) async throws(BerthError) -> [JobView] {
        var query = query
        query.limit = query.limit ?? 5000
        var jobs: [JobView] = []
        repeat {
            let page = try await self.jobs(query)
            jobs += page.jobs
            query.cursor = page.nextCursor
        } while query.cursor != nil
        return jobs
    }

    public func job(_ id: String) async throws(BerthError) -> JobView { try await ask(.get(Route.job(id))) }

    public func why(_ id: String) async throws(BerthError) -> WhyView { try await ask(.get(Route.why(id))) }

    /// The oldest first.
    public func attempts(_ id: String) async throws(BerthError) -> [AttemptView] {
        try await ask(.get(Route.attempts(id)), for: AttemptList.self).attempts
    }

    /// The job as it stands after the cancellation; a job that runs is given its grace period.
    public func cancel(_ id: String) async throws(BerthError) -> JobView { try await ask(.change(.post, Route.cancel(id))) }

    public func cancel(_ request: CancelRequest) async throws(BerthError) -> CancelReply {
        try await ask(.change(.post, Route.cancelMany, body: try encode(request)))
    }

    public func patch(_ id: String, _ patch: JobPatch) async throws(BerthError) -> JobView {
        try await ask(.change(.patch, Route.job(id), body: try encode(patch)))
    }
}
