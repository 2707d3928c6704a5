import BerthExecutors
import BerthModel
import BerthScheduler
import BerthSystem
import Logging
import Synchronization
import Testing

import class TestSupport.TemporaryDirectory

/// A state directory of its own, an executor on it, and everything that one has reported. All is ended and removed with the object.
final class Harness {
    /// A command that never ends by itself while a test is there: on two busy cores a test may wait for its next turn for many minutes.
    /// The harness ends it.
    static let lasting = "sleep 14400"

    let state: String
    /// Where jobs start; open to every user.
    let work: String
    private(set) var executor: LocalExecutor!
    let reports = Reports()
    init() throws {
        let base = "\(try Files.resolve(TemporaryDirectory.base))/berth-executors-\(UniqueName.random())"
        try Files.createDirectory(base)
        try Files.setPermissions(base, to: 0o755)
        state = "\(base)/state"
        work = "\(base)/jobs"
        try Files.createDirectory(state)
        try Files.createDirectory(work)
        try Files.setPermissions(work, to: 0o777)
        try open()
    }

    deinit {
        executor?.close()
        // What a failed test has left running: the jobs go with their supervisors.
        for name in (try? Files.list("\(state)/runs")) ?? [] {
            guard let supervisor = try? RunDirectory(path: "\(state)/runs/\(name)").supervisor() else { continue }
            _ = try? Processes.send(.kill, to: supervisor)
        }
        try? Files.removeTree(Files.parent(of: state))
    }

    func open() throws {
        let reports = reports
        executor = try LocalExecutor(
            stateDirectory: state, supervisor: LocalExecutor.installedSupervisor(),
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { reports.add($0) }
    }

    /// The end of the daemon, as far as its jobs see it.
    func close() {
        executor.close()
        executor = nil
    }

    func run(_ number: UInt64, member: Int = 0) -> RunID { RunID(job: JobID(number: number), attempt: 1, member: member, run: 1) }

    func runDirectory(_ run: RunID) -> RunDirectory { RunDirectory(path: "\(state)/runs/\(run)") }

    /// An order for a shell command as this process's own user.
    func order(_ run: RunID, _ command: String, change: (inout StartOrder) -> Void = { _ in }) -> StartOrder {
        let user = CurrentProcess.user
        var order = StartOrder(
            run: run, submitter: Submitter(uid: user, gid: CurrentProcess.group, user: Users.name(of: user)),
            node: NodeName(literal: "this"),
            program: .command(["sh", "-c", command]), directory: work, environment: [:], cpus: [], memoryNodes: [], output: "\(run).out",
            error: nil, timeLimit: nil, warning: nil, grace: .seconds(600), readiness: nil, port: nil, simulation: nil, isService: false)
        change(&order)
        return order
    }

    /// What is alive of a run.
    func processes(of run: RunID) -> [ProcessIdentity] { Processes.withEnvironment("BERTH_RUN_DIRECTORY", runDirectory(run).path) }

    func output(_ run: RunID) throws -> String { try Files.readText("\(work)/\(run).out", limit: 1 << 20) }

    /// Starts a shell command and waits for its end.
    func outcome(_ run: RunID, _ command: String, change: (inout StartOrder) -> Void = { _ in }) async throws -> RunOutcome {
        executor.start(order(run, command, change: change))
        return try await reports.end(of: run)
    }

    /// Waits until a job has written this.
    func wait(for text: String, from run: RunID) async throws {
        try await eventually("\(run) writes \"\(text)\"") { ((try? self.output(run)) ?? "").contains(text) }
    }
}

/// Asks again until it is so.
func eventually(_ what: String, _ isSo: () throws -> Bool) async throws {
    // Long enough for a machine that does much else; nothing is measured by it. Time alone is no sign, for it passes as well while this
    // test waits for a thread: so much has to have been seen, too.
    let deadline = SystemClock.monotonic() + 60_000
    var looks = 0
    while try !isSo() {
        looks += 1
        guard looks < 1000 || SystemClock.monotonic() < deadline else {
            Issue.record("never came true: \(what)")
            throw NeverTrue()
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}

struct NeverTrue: Error {}
