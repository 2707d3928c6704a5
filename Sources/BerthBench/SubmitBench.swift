package import BerthModel

/// What `berth bench submit` sends to a daemon: jobs that end as soon as they start, so that their devices recycle.
package struct SubmitBench: Sendable {
    /// 1…10,000,000.
    package var jobs = 100_000
    /// Jobs in each request, 1…`Limits.batchJobsMax`.
    package var batch = 1000
    /// Connections that submit at once, 1…64.
    package var clients = 2
    /// What each job asks for; nil: an eighth of a core and 1 MiB alone.
    package var accelerators: String?
    /// Each job has a name and an argument of its own and one of `memorySizes` sizes, so that no line repeats another.
    package var isDistinct = false
    /// After so many seconds nothing more is sent; after as many again nothing more is waited for. 0.001…3,600.
    package var seconds = 120.0

    /// Each is remembered until the end, in some hundred bytes.
    private static let jobsRange = 1...10_000_000
    private static let clientsRange = 1...64

    package init() {}

    /// - Throws: `BerthError` with code `usage` that names the first parameter out of its range; what is wrong with `accelerators`.
    package func validate() throws(BerthError) {
        guard SubmitBench.jobsRange ~= jobs else {
            throw BerthError(.usage, "--jobs \(jobs) is not a number of jobs", hint: "1 to \(SubmitBench.jobsRange.upperBound)")
        }
        guard 1...Limits.batchJobsMax ~= batch else {
            throw BerthError(.usage, "--batch \(batch) is not a size of a request", hint: "1 to \(Limits.batchJobsMax) jobs")
        }
        guard SubmitBench.clientsRange ~= clients else {
            throw BerthError(.usage, "--clients \(clients) is not a number of clients", hint: "1 to \(SubmitBench.clientsRange.upperBound)")
        }
        guard BenchRange.seconds ~= seconds else {
            throw BerthError(.usage, "--seconds \(seconds) is no length of a run", hint: "0.001 to 3600")
        }
        if let accelerators { _ = try AcceleratorRequest(parsing: accelerators) }
    }

    /// Of jobs that are told apart: from 1 MiB on.
    package static let memorySizes = 64

    /// Job files as lines of JSON. Without `isDistinct` all are alike, and a daemon may remember what it did for the one before; what is
    /// placed and ended is as much in both.
    /// - Parameters:
    ///   - sent: jobs of this client's part that were sent already.
    ///   - client: 0 and up.
    package func lines(_ count: Int, after sent: Int, of client: Int) -> [[UInt8]] {
        guard isDistinct else { return Array(repeating: Array(line(name: "bench", arguments: "", mebibytes: 1).utf8), count: count) }
        return (sent..<(sent + count)).map { number in
            let name = "bench-\(client)-\(number)"
            return Array(line(name: name, arguments: #","\#(number)""#, mebibytes: 1 + number % SubmitBench.memorySizes).utf8)
        }
    }

    private func line(name: String, arguments: String, mebibytes: Int) -> String {
        let accelerators = accelerators.map { #""accelerators":"\#($0)","# } ?? ""
        return #"{"name":"\#(name)","command":["true"\#(arguments)],"directory":"/",\#(accelerators)"cpus":0.125,"#
            + #""memory":"\#(mebibytes) MiB","time":"10m","simulate":{"duration":"0s","exit":0}}"#
    }

    /// How many jobs a client's next request has.
    /// - Parameter sent: jobs of this client's part that were sent already.
    package func next(after sent: Int, of client: Int) -> Int {
        let part = jobs / clients + (client < jobs % clients ? 1 : 0)
        return max(0, min(batch, part - sent))
    }
}
