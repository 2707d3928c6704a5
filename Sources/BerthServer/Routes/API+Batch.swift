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
                    let end = min(next + API.jobsPerCommit, lines.count)
                    let part = BatchPart(lines, next..<end, key: key, &reader)
                    try await writer.write(ByteBuffer(bytes: try API.text(of: await submit(part, by: caller))))
                    next = end
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
    private func submit(_ part: BatchPart, by caller: Caller) async -> [BatchLine] {
        do {
            let replies = try await thread.change { loop, now in
                try loop.requireRoom()
                return part.specs.indices.map { index in
                    Result { () throws(BerthError) in
                        try loop.scheduler.submit(part.specs[index], by: caller, key: part.keys[index], at: now)
                    }
                }
            } answer: { _, replies in
                replies
            }
            return part.answers(replies)
        } catch {
            let fault = error as? BerthError ?? BerthError(.internalFault, "the daemon made a mistake; its log says more")
            return part.answers(refusing: fault)
        }
    }
}
