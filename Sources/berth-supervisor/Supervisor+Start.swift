import BerthHost
import BerthModel
import BerthSystem

/// Why a program was not started: the step, the error number, and a sentence.
struct StartFailure: Error {
    let step: String
    let number: Int32
    let message: String

    init(_ step: String, _ error: SystemError) {
        self.step = step
        number = error.number
        message = "\(error)"
    }

    init(_ step: String, _ error: BerthError) {
        self.step = step
        number = (error.cause as? SystemError)?.number ?? 0
        message = error.message
    }
}

extension Supervisor {
    /// Binds this process and starts the program, which inherits the binding.
    /// - Throws: `StartFailure`.
    static func start(_ order: RunOrder) throws -> Launch {
        func step<Answer>(_ name: String, _ body: () throws(SystemError) -> Answer) throws -> Answer {
            do throws(SystemError) { return try body() } catch { throw StartFailure(name, error) }
        }
        try step("subreaper") { () throws(SystemError) in try CurrentProcess.becomeSubreaper() }
        try bind(order)
        var request = try step("user") { () throws(SystemError) in try order.launch(order.command) }
        request.output = order.output
        request.error = order.error
        if let script = order.script {
            let file = try step("script") { () throws(SystemError) in try order.scriptFile(script) }
            request.command = ScriptInterpreter.command(for: script, at: "/proc/self/fd/\(file.number)") + order.command
            request.kept = file
        }
        return try step("launch") { () throws(SystemError) in try Launch(request) }
    }

    private static func bind(_ order: RunOrder) throws {
        do throws(BerthError) {
            if !order.cpus.isEmpty { try Binding.bind(to: CPUSet(order.cpus.map(Int.init))) }
        } catch {
            throw StartFailure("bind-cpus", error)
        }
        do throws(BerthError) {
            if !order.memoryNodes.isEmpty { try Binding.bindMemory(to: CPUSet(order.memoryNodes.map(Int.init))) }
        } catch {
            throw StartFailure("bind-memory", error)
        }
    }
}

extension RunOrder {
    /// A command in the program's place: its user, environment and directory, with the output thrown away.
    func launch(_ command: [String]) throws(SystemError) -> LaunchRequest {
        var request = LaunchRequest(command, environment: environment, directory: directory)
        request.umask = umask
        if let user {
            let entry = try Users.user(named: user.name)
            // Somebody without an entry, or whose name has gone to another one since, has only the groups that the order names.
            let groups = if let entry, entry.id == user.uid { try Users.groups(of: entry) } else { [user.gid] }
            request.identity = LaunchRequest.Identity(user: user.uid, group: user.gid, groups: groups)
        }
        return request
    }

    /// The script as a file that only the program's user can read, and nobody can change.
    ///
    /// The run directory is closed to the user, and any place open to both would have to be guarded against planted links. Its
    /// number is above those that scripts use by hand (3…9) and shells use for themselves (10 and up).
    func scriptFile(_ script: String) throws(SystemError) -> FileDescriptor {
        let file = try FileDescriptor.sealed(
            script.utf8, name: "berth-script", user: user?.uid ?? CurrentProcess.user, group: user?.gid ?? CurrentProcess.group)
        return try file.moved(above: 100)
    }
}
