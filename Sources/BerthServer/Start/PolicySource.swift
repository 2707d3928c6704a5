import BerthModel
import BerthPolicy
import BerthScheduler
import BerthStorage
import BerthSystem
import Logging

/// The policy file that the daemon was started with.
struct PolicySource: Sendable {
    let path: String
    let text: String
    let policy: Policy

    /// Reads the file and holds it against the fleet.
    /// - Throws: `BerthError` as `PolicyFile` does, `invalidPolicy` for a file that cannot be read or does not go with the fleet.
    init(path: String, fleet: Fleet, log: Logger) throws(BerthError) {
        do {
            text = try PolicyText(reading: path).joined
        } catch  where error.code == .inputOutput {
            throw BerthError(.invalidPolicy, "the policy file cannot be read: \(error.message)", field: path, cause: error)
        }
        self.path = path
        let name = Files.name(of: path)
        let file = try PolicyFile(text, fileName: name)
        for warning in file.warnings { log.warning("\(warning)") }
        policy = file.policy
        try PolicySource.check(policy, text, fileName: name, against: fleet)
    }

    /// Holds a policy against a fleet: by a scheduler of its own, which is thrown away.
    /// - Throws: `BerthError` with code `invalidPolicy`, the field as `FILE: RULE`.
    static func check(_ policy: Policy, _ text: String, fileName: String, against fleet: Fleet) throws(BerthError) {
        let trial = PolicyRevision(number: 1, text: text, by: "", at: Timestamp(milliseconds: 0), policy: policy)
        do {
            _ = try Scheduler(fleet: fleet, catalogue: fleet.catalogue, revision: trial)
        } catch {
            // What the placement core cannot hold of the fleet is no fault of the policy.
            throw error.code == .invalidFleet ? error : error.inside(fileName)
        }
    }

    /// Says so where the file is not what is in force: it is never applied by a restart.
    func compare(with revision: PolicyRevision, log: Logger) {
        guard revision.text != text else { return }
        log.warning("\(path) differs from policy revision \(revision.number), which stays in force; berth policy apply \(path) applies it")
    }
}

extension BerthError {
    /// The same fault, with the file that its rule stands in.
    func inside(_ fileName: String) -> BerthError {
        var placed = self
        placed.field = field.map { $0.hasPrefix(fileName) ? $0 : "\(fileName): \($0)" } ?? fileName
        return placed
    }
}
