import BerthModel
import BerthPolicy
import BerthStorage
import BerthSystem
import Logging

/// The policy file that the daemon was started with.
struct PolicySource: Sendable {
    let path: String
    let text: String
    let policy: Policy

    /// - Throws: `BerthError` as `PolicyFile.decode` does, or `invalidPolicy` for a file that cannot be read.
    init(path: String, log: Logger) throws(BerthError) {
        do {
            text = try Files.readText(path, limit: PolicyFile.fileBytesMax)
        } catch {
            throw BerthError(.invalidPolicy, "the policy file cannot be read: \(error)", field: path, cause: error)
        }
        self.path = path
        let file = try PolicyFile(text, fileName: Files.name(of: path))
        for warning in file.warnings { log.warning("\(warning)") }
        policy = file.policy
    }

    /// Says so where the file is not what is in force: it is never applied by a restart.
    func compare(with revision: PolicyRevision, log: Logger) {
        guard revision.text != text else { return }
        log.warning("\(path) differs from policy revision \(revision.number), which stays in force; berth policy apply \(path) applies it")
    }
}
