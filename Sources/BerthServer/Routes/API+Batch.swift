import BerthAPI
import BerthModel
import BerthPolicy
import BerthScheduler
import BerthStorage
import Hummingbird
import NIOCore

extension API {
    /// Jobs that share a commit. Large enough that the flush of the disk is nothing to each, small enough that other clients
    /// are answered in between.
    private static let jobsPerCommit = 1000

    /// One job a line. Each line is admitted or refused for itself; the answer has one line for each, in the same order, written as
    /// soon as it is durable.
    func submitBatch(_ call: Call) async throws -> Response {
        if try call.flag("dry_run") {
            throw BerthError(.usage, "a batch cannot be planned", field: "dry_run", hint: "plan its jobs one by one")
        }
        let body = try await call.request.readBody(upTo: Limits.bodyBytesMax)
        let lines = BatchLines(body)
        guard lines.count <= Limits.batchJobsMax else {
            throw BerthError(
                .bodyTooLarge, "the batch has \(lines.count) jobs; at most \(Limits.batchJobsMax) are read", hint: "send it in parts")
        }
        let defaults = try call.jobDefaults()
        let key = call.header(Wire.idempotencyKey)
        let caller = call.caller
        return Response(
            status: .ok, headers: [.contentType: Wire.ndjson, .cacheControl: "no-store"],
            body: ResponseBody { writer in
                var next = 0
                var reader = JobFile.LineReader(defaults)
                while next < lines.count {
                    let part = next..<min(next + API.jobsPerCommit, lines.count)
                    let jobs = part.map { index in
                        (
                            line: lines.number(index),
                            spec: Result { () throws(BerthError) in
                                try reader.read(lines.bytes, lines.range(index))
                            }
                        )
                    }
                    let answers = await submit(jobs, by: caller, key: key)
                    try await writer.write(ByteBuffer(bytes: try API.text(of: answers)))
                    next = part.upperBound
                }
                try await writer.finish(nil)
            })
    }

    /// One line each.
    private static func text(of answers: [BatchLine]) throws -> [UInt8] {
        var text: [UInt8] = []
        for answer in answers {
            if !answer.appendUsual(to: &text) { text += try JSONCoding.encode(answer) }
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    /// One part of a batch, in one commit.
    private func submit(_ jobs: [(line: Int, spec: Result<JobSpec, BerthError>)], by caller: Caller, key: String?) async -> [BatchLine] {
        do {
            return try await thread.change { loop, now in
                try loop.requireRoom()
                return jobs.map { line, spec in
                    do throws(BerthError) {
                        let reply = try loop.scheduler.submit(try spec.get(), by: caller, key: key.map { "\($0)/\(line)" }, at: now)
                        if case .created(let id) = reply { return BatchLine(line: line, id: "\(id)", created: true, problem: nil) }
                        return BatchLine(line: line, id: "\(reply.id)", created: false, problem: nil)
                    } catch {
                        return BatchLine(line: line, id: nil, created: nil, problem: Problem(error))
                    }
                }
            } answer: { _, lines in
                lines
            }
        } catch {
            let fault = error as? BerthError ?? BerthError(.internalFault, "the daemon made a mistake; its log says more")
            return jobs.map { BatchLine(line: $0.line, id: nil, created: nil, problem: Problem(fault)) }
        }
    }
}
