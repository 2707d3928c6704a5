import BerthAPI
import BerthModel
import BerthPolicy
import BerthScheduler
import BerthStorage
import HTTPTypes
import Hummingbird
import NIOCore

extension API {
    func submit(_ call: Call) async throws -> Response {
        try requireStartable(by: call.caller)
        if call.request.mediaType == Wire.ndjson { return try await submitBatch(call) }
        if try call.flag("dry_run") { return try await plan(call) }
        let spec = try await readJob(call)
        let key = call.header(Wire.idempotencyKey)
        let (caller, fleet) = (call.caller, fleet)
        let view = try await thread.change { loop, now in
            try loop.requireRoom()
            return try loop.scheduler.submit(spec, by: caller, key: key, at: now)
        } answer: { loop, reply in
            SubmitView(reply, loop.scheduler, in: fleet)
        }
        return try .json(view, status: view.created ? .created : .ok, headers: [.location: Route.job(view.id)])
    }

    func plan(_ call: Call) async throws -> Response {
        try requireStartable(by: call.caller)
        let spec = try await readJob(call)
        let (caller, fleet) = (call.caller, fleet)
        return try .json(
            await thread.read { loop in
                let reply = try loop.scheduler.plan(spec, by: caller, at: loop.now)
                var view = PlanView(reply, of: spec, sequence: loop.scheduler.state.sequence, in: fleet)
                let kinds = loop.scheduler.kindPhrases(of: spec)
                view.kinds = kinds.isEmpty ? nil : kinds
                return view
            })
    }

    /// - Throws: `notAllowed` for a caller whose jobs this daemon could accept but never start.
    private func requireStartable(by caller: Caller) throws(BerthError) {
        guard let only = facts.onlyUser, only.uid != caller.uid else { return }
        throw BerthError(
            .notAllowed, "berthd runs as user \(only.name) and starts only that user's jobs, not those of \(caller.user)",
            hint: "run berthd as root to serve several users")
    }

    /// One job file, as JSON or YAML.
    private func readJob(_ call: Call) async throws -> JobSpec {
        let bytes = Array((try await call.request.readBody(upTo: Limits.jobBytesMax)).readableBytesView)
        let defaults = try call.jobDefaults()
        switch call.request.mediaType {
        case Wire.json: return try JobFile.decodeJSON(bytes, fileName: nil, defaults: defaults)
        case Wire.yaml: return try JobFile.decode(String(decoding: bytes, as: UTF8.self), fileName: nil, defaults: defaults)
        case nil where bytes.first { $0 > 0x20 } == UInt8(ascii: "{"), "application/x-www-form-urlencoded":
            // What curl says of any body that it was given no type for.
            return try JobFile.decodeJSON(bytes, fileName: nil, defaults: defaults)
        case nil: return try JobFile.decode(String(decoding: bytes, as: UTF8.self), fileName: nil, defaults: defaults)
        case let other?:
            throw BerthError(
                .usage, "a job of the type \"\(other.prefix(80))\" is not understood", field: HTTPField.Name.contentType.canonicalName,
                hint: "send \(Wire.json), \(Wire.yaml), or \(Wire.ndjson) for a batch")
        }
    }
}

extension Call {
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { request.headers[$0] } }

    /// - Throws: `usage` for a directory that is not absolute.
    func jobDefaults() throws(BerthError) -> JobFile.Defaults {
        let directory = header(Wire.directory)
        guard directory?.hasPrefix("/") ?? true else {
            throw BerthError(.usage, "\"\(directory?.prefix(80) ?? "")\" is not an absolute path", field: Wire.directory)
        }
        return JobFile.Defaults(directory: directory, time: .system())
    }
}
