import BerthModel
import BerthSystem

/// A private daemon in a directory of its own.
struct DemoDaemon {
    let directory: String
    let socket: String
    private let pid: Int32

    private static let patienceMilliseconds: Int64 = 20_000

    /// Starts berthd, found beside this program, and waits until it is ready.
    /// - Throws: `BerthError` with what the daemon said.
    static func start() throws(BerthError) -> DemoDaemon {
        let directory = "\(Environment.value(of: "TMPDIR") ?? "/tmp")/berth-demo-\(UniqueName.random().prefix(8))"
        do {
            let program = "\(Files.parent(of: try CurrentProcess.executable()))/berthd"
            guard Files.exists(program) else {
                throw BerthError(
                    .inputOutput, "there is no berthd beside this program, at \(program)", hint: "build it: swift build --product berthd")
            }
            try Files.createDirectory(directory)
            let daemon = DemoDaemon(directory: directory, socket: "\(directory)/berthd.sock", pid: try spawn(program, in: directory))
            try daemon.awaitReadiness()
            return daemon
        } catch {
            try? Files.removeTree(directory)
            throw error as? BerthError ?? BerthError(.inputOutput, "\(error)", cause: error)
        }
    }

    private static func spawn(_ program: String, in directory: String) throws(SystemError) -> Int32 {
        try Files.writeAtomically(DemoFleet.fleet.utf8, to: "\(directory)/fleet.yaml")
        try Files.writeAtomically(DemoFleet.policy.utf8, to: "\(directory)/policy.yaml")
        var request = SpawnRequest(
            program,
            [
                "--state-dir", "\(directory)/state", "--socket", "\(directory)/berthd.sock", "--fleet", "\(directory)/fleet.yaml",
                "--policy", "\(directory)/policy.yaml", "--executor", "simulated", "--init",
            ])
        // A session of its own: an interrupt at the terminal ends the demo, and the demo ends the daemon.
        request.newSession = true
        request.output = try FileDescriptor.open("\(directory)/ready", [.write, .create])
        request.error = try FileDescriptor.open("\(directory)/berthd.log", [.write, .create])
        return try Processes.spawn(request)
    }

    /// The daemon writes one line when it is ready.
    private func awaitReadiness() throws {
        let giveUp = SystemClock.monotonic() + DemoDaemon.patienceMilliseconds
        while try Files.status("\(directory)/ready")?.size == 0 {
            let hasEnded = try Processes.poll(pid) != nil
            guard !hasEnded, SystemClock.monotonic() < giveUp else {
                let log = try Files.readText("\(directory)/berthd.log", limit: 1 << 20)
                let last = log.split(separator: "\n").last.map(String.init) ?? "it said nothing"
                if !hasEnded { end() }
                throw BerthError(.inputOutput, "the demo's berthd \(hasEnded ? "ended at once" : "is not ready after 20 s"): \(last)")
            }
            _ = try Poll.wait([], milliseconds: 20)
        }
    }

    /// Ends the daemon and removes its directory.
    func stop() {
        end()
        try? Files.removeTree(directory)
    }

    private func end() {
        _ = try? Processes.send(.terminate, to: pid)
        let giveUp = SystemClock.monotonic() + 5_000
        while SystemClock.monotonic() < giveUp {
            do {
                if try Processes.poll(pid) != nil { return }
            } catch {
                // There is no such child any more.
                return
            }
            _ = try? Poll.wait([], milliseconds: 20)
        }
        _ = try? Processes.send(.kill, to: pid)
        _ = try? Processes.wait(for: pid)
    }
}
