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
}
