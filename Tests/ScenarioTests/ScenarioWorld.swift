import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import BerthStorage
import Foundation
import Synchronization

/// A scheduler with simulated executor, journal and clock, driven by the commands of a scenario.
///
/// After every command and at every step of time the scheduler passes until nothing moves any more, as the daemon's thread does.
final class ScenarioWorld {
    /// Reports of the executor that the scheduler has not seen yet.
    final class Mailbox: Sendable {
        private let reports = Mutex<[ExecutorReport]>([])
        func put(_ report: ExecutorReport) { reports.withLock { $0.append(report) } }
        func take() -> [ExecutorReport] {
            reports.withLock { reports in
                defer { reports = [] }
                return reports
            }
        }
    }

    static let start = Timestamp(milliseconds: 1_800_000_000_000)

    let root: String
    let clock = ManualClock(ScenarioWorld.start)
    let journal = MemoryJournal()
    private(set) var mailbox = Mailbox()
    private(set) var executor: SimulatedExecutor
    private(set) var scheduler: Scheduler?
    private var fleet: Fleet?
    var caller = Caller(uid: 0, gid: 0, user: "root")

    init(root: String) {
        self.root = root
        let mailbox = mailbox
        executor = SimulatedExecutor(at: ScenarioWorld.start) { mailbox.put($0) }
    }

    func text(of path: String) throws -> String { try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) }

    /// A stand-in for the host that a daemon would run on: one socket, eight cores.
    static func host(_ host: FleetFile.ThisHost) throws(BerthError) -> FleetNode {
        var groups: [DeviceGroup] = []
        for (name, count) in host.modelledDevices.sorted(by: { $0.key < $1.key }) {
            let kind = try Catalogue.shipped.kind(name)
            let devices = (0..<count).map { Device(id: kind.modelledDeviceID($0), numaNode: nil, isModelled: true) }
            groups.append(DeviceGroup(kind: name, devices: devices, legalSets: kind.legalSets))
        }
        return FleetNode(
            name: try NodeName("box"), groups: groups, numaNodes: [NUMANode(index: 0, cores: (0..<8).map { [$0] }, memory: .gibibytes(32))],
            place: host.place, hostIdle: host.hostIdle ?? Watts(250), wattsPerCore: host.wattsPerCore ?? Watts(4), isModelled: false)
    }

    func useFleet(_ text: String, fileName: String) throws {
        fleet = try FleetFile.decode(text, fileName: fileName).resolve(thisHost: ScenarioWorld.host)
    }

    /// The first policy makes the scheduler, later ones replace it.
    func applyPolicy(_ text: String, fileName: String) throws -> Int {
        let policy = try PolicyFile.decode(text, fileName: fileName)
        guard let fleet else { throw BerthError(.usage, "a scenario names its fleet before its policy") }
        if scheduler == nil {
            let first = PolicyRevision(number: 1, text: text, by: caller.user, at: clock.now, policy: policy)
            scheduler = try Scheduler(fleet: fleet, catalogue: .shipped, revision: first)
        }
        return try running().applyPolicy(text: text, policy: policy, ifRevision: nil, by: caller, at: clock.now)
    }

    func running() throws -> Scheduler {
        guard let scheduler else { throw BerthError(.usage, "a scenario names its fleet and policy first") }
        return scheduler
    }

    /// Passes, journals, runs effects and takes in reports until nothing moves.
    /// - Returns: the entries that were journaled.
    func settle() throws -> [JournalEntry] {
        var all: [JournalEntry] = []
        while true {
            let scheduler = try running()
            scheduler.advance(to: clock.now)
            let output = scheduler.takeOutput()
            try journal.append(output.entries)
            all += output.entries
            output.effects.forEach(executor.perform)
            let reports = mailbox.take()
            for report in reports { scheduler.report(report, at: clock.now) }
            try checkInvariants(scheduler)
            if output.entries.isEmpty, output.effects.isEmpty, reports.isEmpty { return all }
        }
    }

    private func checkInvariants(_ scheduler: Scheduler) throws {
        let faults = scheduler.placement.checkInvariants(
            placements: scheduler.state.jobs.all.filter(\.state.isActive).flatMap(\.placements))
        guard faults.isEmpty else { throw BerthError(.internalFault, "broken: \(faults.joined(separator: "; "))") }
    }

    /// Lets time pass, from one thing that happens to the next.
    func advance(by duration: Duration) throws -> [JournalEntry] {
        let target = clock.now + duration
        var all: [JournalEntry] = []
        while let next = [executor.nextEvent, try running().nextWake].compactMap({ $0 }).min(), next <= target {
            clock.advance(to: next)
            executor.advance(to: clock.now)
            all += try settle()
        }
        clock.advance(to: target)
        executor.advance(to: target)
        return try all + settle()
    }

    /// Ends the daemon without warning and starts another on the same journal, kept in SQLite meanwhile.
    /// - Returns: whether the new one stands where the old one stood, byte for byte (invariant 5), and what it journaled.
    func crash() throws -> (isSame: Bool, entries: [JournalEntry]) {
        let old = try running()
        guard let fleet, let revision = old.state.revision else { throw BerthError(.usage, "nothing to crash yet") }
        let scratch = NSTemporaryDirectory() + "berth-scenario-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let stored = try StateDirectory.open(scratch, initialise: true).openJournal()
        try stored.append(journal.entries)
        let new = try Scheduler(fleet: fleet, catalogue: .shipped, revision: revision)
        try stored.replay { try new.replay($0) }
        let isSame = new.stateDigestText == old.stateDigestText
        let orders = try new.finishReplay(at: clock.now)
        let mailbox = Mailbox()
        self.mailbox = mailbox
        executor = SimulatedExecutor(at: clock.now) { mailbox.put($0) }
        executor.adopt(orders)
        scheduler = new
        return (isSame, try settle())
    }
}
