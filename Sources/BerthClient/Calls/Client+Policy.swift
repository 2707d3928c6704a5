public import BerthAPI
public import BerthModel

extension Client {
    /// The revision in force, with its text.
    public func policy() async throws(BerthError) -> PolicyView { try await ask(.get(Route.policy)) }

    public func policy(revision: Int) async throws(BerthError) -> PolicyView { try await ask(.get(Route.policyRevision(revision))) }

    /// The last revisions, the newest first.
    public func policyRevisions(limit: Int) async throws(BerthError) -> [PolicyView] {
        var views = [try await policy()]
        while views.count < limit, let last = views.last, last.revision > 1 { views.append(try await policy(revision: last.revision - 1)) }
        return views
    }

    /// Loads a whole file as the next revision.
    public func applyPolicy(_ request: PolicyRequest) async throws(BerthError) -> PolicyView {
        try await ask(.change(.post, Route.policyApply, body: try encode(request)))
    }
}
