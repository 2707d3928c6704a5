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

    /// One job file as a line of JSON. All are alike: a daemon that decodes, places and ends them does the same work for each.
    package var line: [UInt8] {
        let accelerators = accelerators.map { #""accelerators":"\#($0)","# } ?? ""
        let text =
            #"{"name":"bench","command":["true"],"directory":"/",\#(accelerators)"cpus":0.125,"memory":"1 MiB","#
            + #""time":"10m","simulate":{"duration":"0s","exit":0}}"#
        return Array(text.utf8)
    }

    /// How many jobs a client's next request has.
    /// - Parameter sent: jobs of this client's part that were sent already.
    package func next(after sent: Int, of client: Int) -> Int {
        let part = jobs / clients + (client < jobs % clients ? 1 : 0)
        return max(0, min(batch, part - sent))
    }
}
