import BerthAPI
import BerthModel
import BerthPolicy
import BerthScheduler
import BerthStorage
import Hummingbird

extension API {
    func policy(_ call: Call) async throws -> Response {
        let caller = call.caller
        return try .json(
            await thread.read { loop in
                guard let revision = loop.scheduler.state.revision else { throw BerthError(.notFound, "no policy is in force") }
                return PolicyView(revision, withText: Sight(caller, loop.scheduler).isOperator)
            })
    }

    func policyRevision(_ call: Call) async throws -> Response {
        let (text, caller) = (try call.path("number"), call.caller)
        return try .json(
            await thread.read { loop in
                guard let number = Int(text), let revision = loop.revisions[number] else {
                    throw BerthError(
                        .notFound, "no policy revision \"\(text.prefix(20))\" is known",
                        hint: "revisions go from 1 to \(loop.scheduler.state.revision?.number ?? 0)")
                }
                return PolicyView(revision, withText: Sight(caller, loop.scheduler).isOperator)
            })
    }

    func checkPolicy(_ call: Call) async throws -> Response {
        let request = try await readPolicy(call)
        let file = try PolicyFile(request.text, fileName: request.fileName)
        // Here and not on the scheduler's thread: a large fleet takes its time.
        try PolicySource.check(file.policy, request.text, fileName: request.fileName, against: fleet.fleet)
        return try .json(
            await thread.read { loop in
                let revision = loop.scheduler.state.revision
                return PolicyCheckView(revision: revision?.number ?? 0, unchanged: revision?.text == request.text, warnings: file.warnings)
            })
    }

    func applyPolicy(_ call: Call) async throws -> Response {
        let request = try await readPolicy(call)
        let policy = try PolicyFile.decode(request.text, fileName: request.fileName)
        let caller = call.caller
        return try .json(
            await thread.change { loop, now in
                do throws(BerthError) {
                    return try loop.scheduler.applyPolicy(
                        text: request.text, policy: policy, ifRevision: request.ifRevision, by: caller, at: now)
                } catch {
                    throw error.code == .invalidPolicy ? error.inside(request.fileName) : error
                }
            } answer: { loop, number in
                guard let revision = loop.revisions[number] else { preconditionFailure("revision \(number) was applied and is not there") }
                return PolicyView(revision, withText: false)
            })
    }

    private func readPolicy(_ call: Call) async throws -> PolicyRequest {
        // The text travels as a JSON string: quotes and line ends double it at worst.
        try JSONCoding.decode(PolicyRequest.self, from: await call.request.readBody(upTo: 2 * PolicyFile.fileBytesMax))
    }
}

extension PolicyView {
    /// - Parameter withText: a policy names every agency, so only operators read it.
    fileprivate init(_ revision: PolicyRevision, withText: Bool) {
        self.init(revision: revision.number, by: revision.by, at: "\(revision.at)", text: withText ? revision.text : nil)
    }
}
