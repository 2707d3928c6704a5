import BerthModel
import BerthScheduler
import BerthSystem

/// Turns the scheduler's order into the supervisor's.
struct OrderComposer {
    /// Marks every process of a run with its run directory, of which a host has only one, so that all are found when the supervisor
    /// has been killed.
    static let mark = "BERTH_RUN_DIRECTORY"
    /// What Debian gives users at login (login.defs(5), ENV_PATH).
    private static let path = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"

    /// The FIFO that supervisors poke.
    let reports: String

    /// - Throws: `BerthError` with code `notAllowed` where this process cannot become the submitter, `invalidJob` where a probe has no
    ///   port to go to, `inputOutput` where the user database does not answer.
    func compose(_ order: StartOrder, in directory: RunDirectory) throws(BerthError) -> RunOrder {
        let submitter = order.submitter
        let isRoot = CurrentProcess.user == 0
        guard isRoot || submitter.uid == CurrentProcess.user else {
            throw BerthError(
                .notAllowed,
                "berthd runs as user \(Users.name(of: CurrentProcess.user)) and cannot start a job of user \(submitter.user)",
                hint: "run berthd as root")
        }
        var environment = try baseEnvironment(of: submitter)
        environment.merge(order.environment) { $1 }
        environment[OrderComposer.mark] = directory.path

        let (command, script): ([String], String?) =
            switch order.program {
            case .command(let arguments): (arguments, nil)
            case .script(let text, let arguments): (arguments, text)
            }
        guard script != nil || !command.isEmpty else { throw BerthError(.invalidJob, "job \(order.run.job) has no command") }
        return RunOrder(
            run: order.run.description, command: command, script: script, environment: environment, directory: order.directory,
            user: isRoot ? RunOrder.User(name: submitter.user, uid: submitter.uid, gid: submitter.gid) : nil,
            cpus: order.cpus.map { Int32(clamping: $0) }, memoryNodes: order.memoryNodes.map { Int32(clamping: $0) }, output: order.output,
            error: order.error, timeLimit: order.timeLimit?.milliseconds,
            warning: order.warning.map { RunOrder.Warning(signal: Int32(clamping: $0.signal), before: $0.before.milliseconds) },
            grace: order.grace.milliseconds, readiness: try order.readiness.map { (readiness) throws(BerthError) in
                try probe(readiness, order)
            }, reports: reports)
    }

    private func probe(_ readiness: Readiness, _ order: StartOrder) throws(BerthError) -> RunProbe {
        func port() throws(BerthError) -> UInt16 {
            guard let port = order.port.flatMap({ UInt16(exactly: $0) }) else {
                throw BerthError(.invalidJob, "job \(order.run.job) has a readiness probe but no port", hint: "probe with a command")
            }
            return port
        }
        let method: RunProbe.Method =
            switch readiness.probe {
            case .http(let path): .http(path: path, port: try port())
            case .tcp: .tcp(port: try port())
            case .command(let arguments): .command(arguments: arguments)
            }
        return RunProbe(
            method: method, interval: readiness.interval.milliseconds, timeout: readiness.timeout.milliseconds,
            failureThreshold: readiness.failureThreshold)
    }

    /// What a login would set and no more: nothing of the daemon's own environment reaches a job.
    private func baseEnvironment(of submitter: Submitter) throws(BerthError) -> [String: String] {
        let entry: User?
        do throws(SystemError) { entry = try Users.user(submitter.uid) } catch { throw BerthError(executor: error) }
        let name = entry?.name ?? submitter.user
        return [
            "PATH": OrderComposer.path, "HOME": entry?.home ?? "/", "USER": name, "LOGNAME": name,
            "SHELL": entry.map(\.shell).flatMap { $0.isEmpty ? nil : $0 } ?? "/bin/sh", "LANG": "C.UTF-8",
        ]
    }
}
