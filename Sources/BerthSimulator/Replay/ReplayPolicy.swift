package import BerthModel
package import BerthPolicy
import BerthScheduler
import BerthStorage

/// The policy that a replay runs under.
package struct ReplayPolicy: Sendable {
    /// As it is called in reports: the file, or what stands in for one.
    package var name: String
    package var text: String
    package var policy: Policy

    /// No budgets, no limits, no queues: jobs in the order of their arrival, smaller ones passing those that do not fit.
    package static let plain = ReplayPolicy(name: "plain queue", text: "schema: 1\n", policy: Policy())

    package init(name: String, text: String, policy: Policy) {
        (self.name, self.text, self.policy) = (name, text, policy)
    }

    /// - Parameter catalogue: with the kinds of the fleet.
    /// - Throws: what `PolicyFile` throws.
    package init(file text: String, name: String, catalogue: Catalogue) throws(BerthError) {
        self.init(name: name, text: text, policy: try PolicyFile.decode(text, fileName: name, catalogue: catalogue))
    }
}

extension ReplayPolicy {
    /// The policy that was in force last in a state directory; nil where its journal has none.
    /// - Throws: as `JournalReader.open`, and what its `replay` throws.
    package init?(lastOf stateDirectory: String) throws(BerthError) {
        var last: PolicyRevision?
        do {
            try JournalReader.open(stateDirectory: stateDirectory).replay { entry in
                if case .policyApplied(let revision) = entry.record { last = revision }
            }
        } catch {
            throw (error as? BerthError) ?? BerthError(.inputOutput, "\(error)", field: stateDirectory, cause: error)
        }
        guard let last else { return nil }
        self.init(name: "revision \(last.number) of \(stateDirectory)", text: last.text, policy: last.policy)
    }
}
