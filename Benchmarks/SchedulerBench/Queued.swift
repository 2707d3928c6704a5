import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import Foundation

/// How much memory a waiting job takes: many are submitted to a fleet of one node that is taken.
///
/// Each has a name, a command and, where asked, an idempotency key of its own, as the jobs of a user's sweep have; a thousand users submit
/// them in turn.
struct Queued {
    let count: Int
    let hasKeys: Bool
    private let scheduler: Scheduler
    private let users: [Caller]
    private var now = Timestamp(milliseconds: 0)

    static let usersMax = 1000
    private static let perRound = 1000

    init(count: Int, hasKeys: Bool) throws {
        self.count = count
        self.hasKeys = hasKeys
        let fleet = try World.fleet(1)
        var agencies: [AgencyName: Policy.Agency] = [:]
        agencies[AgencyName(literal: "agency")] = Policy.Agency(users: ["*"])
        let policy = Policy(agencies: agencies, placement: .bestFit)
        scheduler = try Scheduler(
            fleet: fleet, catalogue: .shipped,
            revision: PolicyRevision(number: 1, text: "", by: "root", at: now, policy: policy))
        _ = try scheduler.applyPolicy(text: "", policy: policy, ifRevision: nil, by: Caller(uid: 0, gid: 0, user: "root"), at: now)
        users = (0..<Queued.usersMax).map { Caller(uid: UInt32(1000 + $0), gid: 1000, user: "user\($0)") }
    }

    /// - Returns: bytes of resident memory and seconds, for all jobs together.
    mutating func run() throws -> (bytes: Int, seconds: Double) {
        try submit(-1, devices: 8)
        settle()
        let before = try Queued.residentBytes()
        let start = ContinuousClock.now
        for index in 0..<count {
            try submit(index, devices: 1)
            if index % Queued.perRound == Queued.perRound - 1 { settle() }
        }
        settle()
        let seconds = Double((ContinuousClock.now - start).milliseconds) / 1000
        return (try Queued.residentBytes() - before, seconds)
    }

    private mutating func submit(_ index: Int, devices: Int) throws {
        let user = users[(index + 1) % users.count]
        var spec = JobSpec(
            name: "sweep-\(index)", jobClass: .batch, program: .command(["python3", "train.py", "--seed", "\(index)"]),
            directory: "/home/\(user.user)/project")
        spec.accelerators = [AcceleratorRequest(kind: KindName(literal: "h200"), count: devices)]
        spec.cpus = .cores(4)
        spec.memory = .gibibytes(8)
        spec.time = .seconds(3600)
        spec.environment = ["DATA": "/data/set-7", "MODE": "train"]
        // As long as the random ones that clients send, and cheaper to make.
        let key = hasKeys ? "6f1c2a34-8b5d-4e7f-9a10-\(100_000_000_000 + index)" : nil
        _ = try scheduler.submit(spec, by: user, key: key, at: now)
    }

    private mutating func settle() {
        now = now + .milliseconds(100)
        scheduler.advance(to: now)
        _ = scheduler.takeOutput()
    }

    /// Of this process; the second figure of `/proc/self/statm` is in pages of 4 KiB.
    private static func residentBytes() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4096
    }
}
