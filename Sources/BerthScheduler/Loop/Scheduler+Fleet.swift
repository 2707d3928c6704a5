public import BerthModel
import BerthPlacement
public import BerthPolicy

extension Scheduler {
    /// Lets a node take nothing new; what runs there runs on.
    /// - Throws: `BerthError` with code `notFound` or `notAllowed`, or `usage` without a reason.
    public func drain(_ node: NodeName, reason: String, by caller: Caller, at now: Timestamp) throws(BerthError) {
        begin(at: now)
        try requireOperated(node, by: caller)
        guard (1...256).contains(reason.utf8.count) else {
            throw BerthError(.usage, "a drain needs a reason of 1 to 256 bytes", hint: "--reason \"fan 3\"")
        }
        record(.nodeDrained(node, reason: reason, by: caller.user))
        refreshAdmission(node)
    }

    /// - Throws: `BerthError` with code `notFound`, `notAllowed`, or `conflict` when the node is not drained.
    public func undrain(_ node: NodeName, by caller: Caller, at now: Timestamp) throws(BerthError) {
        begin(at: now)
        try requireOperated(node, by: caller)
        guard state.drains[node] != nil else { throw BerthError(.conflict, "node \"\(node)\" is not drained") }
        record(.nodeUndrained(node, by: caller.user))
        refreshAdmission(node)
    }

    private func requireOperated(_ node: NodeName, by caller: Caller) throws(BerthError) {
        guard authority.isOperator(caller) else {
            throw BerthError(
                .notAllowed, "only an operator drains nodes",
                hint: "operators are root, the daemon's user, and those under operators: in the policy")
        }
        guard nodePositions[node] == nil else { return }
        let near = Spelling.nearest(to: node.text, among: nodePositions.keys.map(\.text).sorted())
        throw BerthError(
            .notFound, "the fleet has no node \"\(node)\"", hint: near.map { "did you mean \"\($0)\"?" } ?? "berth nodes lists them")
    }

    /// Puts a policy into force as the next revision, or nothing of it.
    /// - Parameters:
    ///   - text: the file as it was given.
    ///   - ifRevision: the revision that it is meant to replace; nil for whichever.
    /// - Returns: its number.
    /// - Throws: `BerthError` with code `notAllowed`, `conflict` when another revision is in force, or `invalidPolicy`.
    public func applyPolicy(text: String, policy: Policy, ifRevision: Int?, by caller: Caller, at now: Timestamp) throws(BerthError) -> Int
    {
        begin(at: now)
        guard authority.isOperator(caller) || Authority(policy).isOperator(caller) && state.revision == nil else {
            throw BerthError(
                .notAllowed, "only an operator applies a policy",
                hint: "operators are root, the daemon's user, and those under operators: in the policy")
        }
        let current = state.revision?.number ?? 0
        guard ifRevision ?? current == current else {
            throw BerthError(
                .conflict, "policy revision \(current) is in force, not \(ifRevision ?? 0)", hint: "look at what changed, then apply again")
        }
        let rulebook = try Rulebook(policy: policy, fleet: fleet, catalogue: shipped)
        let core = try rulebook.makeCore(fleet)
        let next = PolicyRevision(number: current + 1, text: text, by: caller.user, at: max(clock, state.time), policy: policy)
        record(.policyApplied(next))
        revision = next
        do {
            try rebuild(rulebook, core)
        } catch {
            preconditionFailure("a new policy lost a placement: \(error)")
        }
        wakeDependents()
        refreshShares()
        return next.number
    }
}
