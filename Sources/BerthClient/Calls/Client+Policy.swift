public import BerthAPI
public import BerthModel

extension Client {
    /// The revision in force, with its text.
    public func policy() async throws(BerthError) -> PolicyView { try await ask(.get(Route.policy)) }

    public func policy(revision: Int) async throws(BerthError) -> PolicyView { try await ask(.get(Route.policyRevision(revision))) }

    /// All revisions, without their texts.
    public func policyRevisions() async throws(BerthError) -> [PolicyView] { try await ask(.get(Route.policyRevisions)) }

    /// Loads a whole file as the next revision.
    public func applyPolicy(_ request: PolicyRequest) async throws(BerthError) -> PolicyView {
        try await ask(.change(.post, Route.policyApply, body: try encode(request)))
    }
}
