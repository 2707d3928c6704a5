public import BerthAPI
public import BerthModel
import FoundationEssentials

extension Client {
    /// Submits many jobs, one JSON job file a line, in one request: all that are accepted are on disk when this returns.
    /// - Parameter lines: at most `Limits.batchJobsMax`, together at most `Limits.bodyBytesMax` bytes.
    /// - Returns: one answer a line, in order.
    public func submitBatch(_ lines: some Sequence<[UInt8]>, key: String, directory: String? = nil) async throws(BerthError) -> [BatchLine]
    {
        var body: [UInt8] = []
        for line in lines {
            if !body.isEmpty { body.append(UInt8(ascii: "\n")) }
            body += line
        }
        var request = Request.change(.post, Route.jobs, body: body, type: Wire.ndjson, key: key)
        if let directory { request.headers.append((Wire.directory, directory)) }
        let answer = try await perform(request).body
        var answers: [BatchLine] = []
        for line in answer.split(separator: UInt8(ascii: "\n")) {
            if let usual = BatchLine(usual: line) {
                answers.append(usual)
            } else {
                answers.append(try decode(BatchLine.self, from: line, of: request.target))
            }
        }
        return answers
    }
}
