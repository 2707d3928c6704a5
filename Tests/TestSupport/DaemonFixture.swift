public import Foundation
import Synchronization

/// A real `berthd` on a state directory and a socket of its own, which can be killed and started again.
///
/// Everything lies in one temporary directory. When the fixture goes, the daemon and whatever jobs it left are ended by their ids.
public final class DaemonFixture: Sendable {
    public enum Failure: Error { case notReady(code: Int32, log: String) }

    public let directory: TemporaryDirectory
    public let arguments: [String]
    private let process = Mutex<ChildProcess?>(nil)

    public var stateDirectory: String { directory.file("state") }
    public var socket: String { directory.file("d.sock") }
    public var log: String { directory.file("berthd.log") }

    /// - Parameters:
    ///   - policy: the text of the policy file.
    ///   - fleet: the text of a fleet file; nil for this host.
    ///   - extra: more arguments of the daemon, such as `--model-devices`.
    public convenience init(policy: String, fleet: String? = nil, extra: [String] = []) throws {
        let directory = try TemporaryDirectory(prefix: "berth")
        let policyFile = try directory.write(policy, to: "policy.yaml")
        let fleetFile = try fleet.map { try directory.write($0, to: "fleet.yaml") } ?? "this-host"
        try self.init(
            arguments: ["--state-dir", directory.file("state"), "--fleet", fleetFile, "--policy", policyFile, "--init"] + extra,
            directory: directory)
    }

    /// - Parameter arguments: all of the daemon's arguments but `--socket`.
    public init(arguments: [String], directory: TemporaryDirectory? = nil) throws {
        let directory = try directory ?? TemporaryDirectory(prefix: "berth")
        self.directory = directory
        self.arguments = arguments + ["--socket", directory.file("d.sock")]
    }

    deinit {
        killNow()
        for pid in Processes.mentioning(directory.path) { kill(pid, SIGKILL) }
    }

    /// Starts the daemon and waits for its line on stdout.
    /// - Throws: `notReady` with what it wrote on stderr when it ends first, or says nothing for `limit` seconds.
    public func start(limit: Double = 300) throws {
        try launch()
        let deadline = ContinuousClock.now + .seconds(limit)
        while !hasSpoken {
            guard process.withLock({ $0?.isRunning }) == true, ContinuousClock.now < deadline else {
                let code = end(with: SIGKILL)
                throw Failure.notReady(code: code, log: String(errorLog.suffix(2000)))
            }
            Thread.sleep(forTimeInterval: 0.003)
        }
    }

    /// Starts the daemon and waits for nothing.
    public func launch() throws {
        // A file, not a pipe: another child that is started meanwhile may hold a pipe open.
        try directory.write("", to: "ready")
        let daemon = try ChildProcess([Binaries.berthd] + arguments, output: directory.file("ready"), error: log)
        process.withLock { $0 = daemon }
    }

    /// Whether its line, the sign of readiness, is there.
    private var hasSpoken: Bool { FileManager.default.contents(atPath: directory.file("ready"))?.last == UInt8(ascii: "\n") }

    public var errorLog: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// `kill -9`; returns when the kernel has taken the process away.
    public func killNow() { end(with: SIGKILL) }

    /// Asks it to end, as systemd does.
    /// - Returns: its exit code, 128 + signal when it had to be killed.
    @discardableResult
    public func terminate() -> Int32 { end(with: SIGTERM) }

    @discardableResult
    private func end(with signal: Int32, limit: Double = 300) -> Int32 {
        guard let daemon = process.withLock({ $0.take() }) else { return 0 }
        daemon.signal(signal)
        return daemon.wait(limit: limit)
    }

    /// A new connection.
    public func connect() throws -> SocketClient { try SocketClient(path: socket) }

    /// Runs the command line against this daemon.
    @discardableResult
    public func berth(_ arguments: String..., input: Data = Data(), limit: Double = 300) throws -> ProcessResult {
        try ProcessResult.run(
            [Binaries.berth] + arguments, input: input, environment: ["BERTH_SOCKET": socket], directory: directory.path, limit: limit)
    }

    /// One request on a connection of its own.
    public func request(_ method: String, _ path: String, _ object: [String: Any]? = nil) throws -> SocketClient.Response {
        try connect().send(method, path, body: object.map { try JSONSerialization.data(withJSONObject: $0) })
    }

    /// Waits until the job is in one of these states.
    /// - Returns: the job's JSON as it was then, or the last one seen when the time is over.
    public func wait(job id: String, for states: Set<String>, limit: Double = 300) throws -> [String: Any] {
        let deadline = ContinuousClock.now + .seconds(limit)
        while true {
            let job = try request("GET", "/v1/jobs/\(id)").json
            if let state = job["state"] as? String, states.contains(state) { return job }
            if ContinuousClock.now > deadline { return job }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }
}
