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
                return PolicyView(revision, withText: Sight(caller, loop.scheduler).mayReadPolicy)
            })
    }

    func policyRevision(_ call: Call) async throws -> Response {
        let (text, caller) = (try call.path("number"), call.caller)
        return try .json(
            await thread.read { loop in
                let revision = try loop.revision(Int(text), text)
                return PolicyView(revision, withText: Sight(caller, loop.scheduler).mayReadPolicy)
            })
    }

    func policyRevisions(_ call: Call) async throws -> Response {
        let limit = Int(try call.number("limit", in: 1...1000, default: 50))
        return try .json(
            await thread.read { loop in
                let last = loop.scheduler.state.revision?.number ?? 0
                let numbers = stride(from: last, through: max(1, last - limit + 1), by: -1)
                return PolicyRevisionList(revisions: numbers.compactMap { loop.revisions[$0] }.map { PolicyView($0, withText: false) })
            })
    }

    func checkPolicy(_ call: Call) async throws -> Response {
        let (request, caller) = (try await readPolicy(call), call.caller)
        let file = try PolicyFile(request.text, fileName: request.fileName)
        // Here and not on the scheduler's thread: a large fleet takes its time.
        try PolicySource.check(file.policy, request.text, fileName: request.fileName, against: fleet.fleet)
        return try .json(
            await thread.read { loop in
                let revision = loop.scheduler.state.revision
                let seesUse = Sight(caller, loop.scheduler).mayReadPolicy
                return PolicyCheckView(
                    revision: revision?.number ?? 0, unchanged: revision?.text == request.text, warnings: file.warnings,
                    consequences: seesUse ? PolicyConsequences.sentences(of: file.policy, loop.scheduler) : [])
            })
    }

    func diffPolicy(_ call: Call) async throws -> Response {
        let (request, caller) = (try await readPolicy(call), call.caller)
        let file = try PolicyFile(request.text, fileName: request.fileName)
        try PolicySource.check(file.policy, request.text, fileName: request.fileName, against: fleet.fleet)
        let (revision, consequences) = try await thread.read { loop in
            guard Sight(caller, loop.scheduler).mayReadPolicy else {
                throw BerthError(
                    .notAllowed, "a policy names every agency: only operators and auditors compare it",
                    hint: "berth policy check FILE tells whether the file is good")
            }
            guard let revision = loop.scheduler.state.revision else { throw BerthError(.notFound, "no policy is in force") }
            return (revision, PolicyConsequences.sentences(of: file.policy, loop.scheduler))
        }
        // The texts are compared here, not on the scheduler's thread.
        let changes = try PolicyDiff(from: revision.text, to: request.text).changes
        return try .json(
            PolicyDiffView(
                revision: revision.number,
                changes: changes.map { PolicyDiffView.Change(subject: $0.subject, key: $0.key, old: $0.old, new: $0.new) },
                consequences: consequences))
    }

    func applyPolicy(_ call: Call) async throws -> Response {
        let request = try await readPolicy(call)
        let policy = try PolicyFile.decode(request.text, fileName: request.fileName)
        return try await apply(call) { loop, caller, now throws(BerthError) in
            do throws(BerthError) {
                return try loop.scheduler.applyPolicy(
                    text: request.text, policy: policy, ifRevision: request.ifRevision, by: caller, at: now)
            } catch {
                throw error.code == .invalidPolicy ? error.inside(request.fileName) : error
            }
        }
    }

    /// An earlier revision, as it was, becomes the next one.
    func rollBackPolicy(_ call: Call) async throws -> Response {
        let request = try JSONCoding.decode(PolicyRollbackRequest.self, from: await call.request.readBody(upTo: Limits.jobBytesMax))
        return try await apply(call) { loop, caller, now throws(BerthError) in
            let old = try loop.revision(request.revision, "\(request.revision)")
            do throws(BerthError) {
                return try loop.scheduler.applyPolicy(
                    text: old.text, policy: old.policy, ifRevision: request.ifRevision, note: "rollback to revision \(old.number)",
                    by: caller, at: now)
            } catch {
                throw error.code == .invalidPolicy ? error.inside("revision \(old.number)") : error
            }
        }
    }

    private func apply(
        _ call: Call, _ act: @escaping @Sendable (SchedulerLoop, Caller, Timestamp) throws(BerthError) -> Int
    ) async throws -> Response {
        let caller = call.caller
        return try .json(
            await thread.change { loop, now in
                try act(loop, caller, now)
            } answer: { loop, number in
                guard let revision = loop.revisions[number] else { preconditionFailure("revision \(number) was applied and is not there") }
                var view = PolicyView(revision, withText: false)
                view.consequences = PolicyConsequences.sentences(of: revision.policy, loop.scheduler)
                return view
            })
    }

    func readPolicy(_ call: Call) async throws -> PolicyRequest {
        // The text travels as a JSON string: quotes and line ends double it at worst.
        try JSONCoding.decode(PolicyRequest.self, from: await call.request.readBody(upTo: 2 * PolicyFile.fileBytesMax))
    }
}

extension PolicyView {
    /// - Parameter withText: a policy names every agency, so not everybody reads it.
    fileprivate init(_ revision: PolicyRevision, withText: Bool) {
        self.init(
            revision: revision.number, by: revision.by, at: "\(revision.at)", text: withText ? revision.text : nil,
            checksum: PolicyChecksum.of(revision.text), note: revision.note)
    }
}

extension SchedulerLoop {
    /// - Throws: `notFound` with what there is.
    fileprivate func revision(_ number: Int?, _ text: String) throws(BerthError) -> PolicyRevision {
        guard let number, let revision = revisions[number] else {
            throw BerthError(
                .notFound, "no policy revision \"\(text.prefix(20))\" is known",
                hint: "revisions go from 1 to \(scheduler.state.revision?.number ?? 0)")
        }
        return revision
    }
}
