import BerthAPI
import FoundationEssentials

/// Canned views, as a daemon would send them.
enum Views {
    static func json(_ value: some Encodable) throws -> String { String(decoding: try JSONEncoder().encode(value), as: UTF8.self) }

    static func job(_ id: String, _ name: String, _ state: String, jobClass: String = "batch") -> JobView {
        var job = JobView(
            id: id, name: name, state: state, agency: "noaa", user: "user1", jobClass: jobClass, submittedAt: "2026-03-01T12:00:00.000Z")
        job.memoryBytes = 1 << 30
        return job
    }

    static func node(_ member: Int, _ name: String, kind: String?, devices: Int, modelled: Bool = false) -> JobView.Node {
        JobView.Node(
            member: member, name: name, kind: kind, devices: (0..<devices).map { "GPU-\($0)" }, deviceIndexes: Array(0..<devices), cpus: "0-3",
            memoryNodes: "0", memoryMebibytes: 1024, watts: 100, endpoints: [], pid: 7, ready: nil, state: "running", restarts: 0,
            output: "/tmp/none", modelled: modelled)
    }

    /// A gang that runs, a job that waits, three tasks of an array, and one that failed.
    static func mixed() -> [JobView] {
        var gang = job("4127", "train-a", "running", jobClass: "gang")
        gang.queue = "research"
        gang.accelerators = "h200:8"
        gang.members = 2
        gang.nodes = [node(0, "h-03", kind: "h200", devices: 8), node(1, "h-04", kind: "h200", devices: 8)]
        gang.watts = 9600
        gang.startedAt = "2026-03-01T12:00:00.000Z"
        gang.endedAt = "2026-03-01T12:00:42.000Z"

        var waiting = job("4130", "eval", "pending")
        waiting.accelerators = "h200:4 | trn2:16"
        waiting.reason = "WaitingForPower"
        waiting.reasonMessage = "hall-2 has 1.3 kW left"
        waiting.watts = 2400
        waiting.position = 1

        var tasks = (0..<3).map { job("4131_\($0)", "tune", $0 == 0 ? "running" : "pending") }
        tasks[0].nodes = [node(0, "t-01", kind: "trn2", devices: 1, modelled: true)]
        tasks[0].modelled = true
        tasks[0].watts = 360
        tasks[1].reason = "ArrayLimit"
        tasks[2].reason = "ArrayLimit"

        var failed = job("4100", "bad", "failed")
        failed.exitCode = 3
        failed.startedAt = "2026-03-01T11:00:00.000Z"
        failed.endedAt = "2026-03-01T11:00:05.000Z"
        return [failed, gang, waiting] + tasks
    }
}

extension Views {
    static let version =
        #"{"name":"berthd","version":"0.1.0","features":[],"executor":"local","fleet":"f","policy_revision":1,"seq":7,"nodes":1}"#
}
