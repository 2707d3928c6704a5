import BerthAPI
import BerthClient
import BerthModel
import BerthSystem

/// `berth submit -f jobs.ndjson --batch`: any number of jobs, some thousands a request.
struct BatchSubmission {
    var file: String
    var key: String?
    var connection: ConnectionOptions

    /// A request stays far below the daemon's limits, so that one of them is a fraction of a second of its time.
    static let jobsPerRequest = 5000
    static let bytesPerRequest = Limits.bodyBytesMax / 4

    func run(on console: Console) async throws {
        let lines = try lines()
        let directory = try WorkingDirectory.current()
        let client = connection.client()
        let key = key ?? UniqueName.uuid()
        var refusals = BatchRefusals(of: file) { console.note(Failure.line($0)) }
        for (index, request) in BatchSubmission.requests(lines).enumerated() {
            let answers: [BatchLine]
            do {
                // One request more after a broken connection must be the same request: its key is made of its place in the file.
                answers = try await client.submitBatch(request.map(\.bytes), key: "\(key)-\(index)", directory: directory)
            } catch {
                throw placed(error, request)
            }
            guard answers.count == request.count else {
                throw BerthError(.internalFault, "berthd answered \(answers.count) of \(request.count) jobs of \(file)")
            }
            var ids = ""
            for (answer, line) in zip(answers, request) {
                if let id = answer.id { ids += "\(id)\n" }
                if let problem = answer.problem { refusals.add(problem.error, line: line.number) }
            }
            console.out(ids)
        }
        refusals.finish()
        if refusals.count > 0 {
            let others = refusals.count == lines.count ? "none is accepted" : "the others are accepted"
            console.note("berth: \(refusals.count) of \(lines.count) jobs were refused, \(others)")
            throw Exit(.failure)
        }
    }

    /// One line of the file that is not empty; numbers count from 1.
    struct Line {
        var number: Int
        var bytes: [UInt8]
    }

    private func lines() throws(BerthError) -> [Line] {
        let bytes = try InputFile.bytes(file, limit: 4 << 30)
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            line.contains { $0 > 0x20 } ? Line(number: index + 1, bytes: Array(line)) : nil
        }
        guard !lines.isEmpty else { throw BerthError(.invalidSyntax, "there is no job in it", field: file) }
        if let long = lines.first(where: { $0.bytes.count > Limits.jobBytesMax }) {
            throw BerthError(.bodyTooLarge, "one job has more than \(Bytes(Int64(Limits.jobBytesMax)))", field: "\(file):\(long.number)")
        }
        return lines
    }

    /// The lines in order, cut where a request would grow too large.
    static func requests(_ lines: [Line]) -> [ArraySlice<Line>] {
        var requests: [ArraySlice<Line>] = []
        var start = 0
        var bytes = 0
        for (index, line) in lines.enumerated() {
            if index > start, index - start == jobsPerRequest || bytes + line.bytes.count > bytesPerRequest {
                requests.append(lines[start..<index])
                (start, bytes) = (index, 0)
            }
            bytes += line.bytes.count + 1
        }
        if start < lines.count { requests.append(lines[start...]) }
        return requests
    }

    /// An error about `line 12` of a request, told with its line in the file.
    private func placed(_ error: BerthError, _ request: ArraySlice<Line>) -> BerthError {
        guard let field = error.field, field.hasPrefix("line "), let number = Int(field.dropFirst(5).prefix { $0.isNumber }),
            request.indices.contains(request.startIndex + number - 1)
        else { return error }
        let rest = field.dropFirst(5).drop { $0.isNumber }
        var placed = error
        placed.field = "\(file):\(request[request.startIndex + number - 1].number)\(rest)"
        return placed
    }
}
