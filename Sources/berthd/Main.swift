import ArgumentParser
import BerthServer

/// `berthd`: the daemon's command line.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "berthd", abstract: "Schedules AI jobs on the accelerators of one fleet, under hard power budgets.",
        version: DaemonProgram.version)

    @Option(help: ArgumentHelp("Where the journal lives; one daemon owns it.", valueName: "dir"))
    var stateDir: String

    @Option(help: ArgumentHelp("The unix socket to listen on.", valueName: "path"))
    var socket = "/run/berthd/berthd.sock"

    @Option(help: ArgumentHelp("A fleet file, or this-host.", valueName: "file"))
    var fleet = "this-host"

    @Option(help: ArgumentHelp("Seeds an empty state; after that the journal's revision is in force.", valueName: "file"))
    var policy: String?

    @Option(help: ArgumentHelp("Stand-in devices of this host, such as h200:8,trn2:16.", valueName: "kind:count,..."))
    var modelDevices: String?

    @Option(help: ArgumentHelp("Who runs jobs: local or simulated.", valueName: "name"))
    var executor = "local"

    @Flag(name: .customLong("init"), help: "Make an empty state directory ready.")
    var initialise = false

    func run() async throws {
        let code = await DaemonProgram.run(
            DaemonProgram.Arguments(
                stateDirectory: stateDir, socket: socket, fleet: fleet, policy: policy, modelDevices: modelDevices, executor: executor,
                initialise: initialise))
        throw ExitCode(code)
    }

    static func main() async {
        do {
            var command = try parseAsRoot()
            if let daemon = command as? Main { try await daemon.run() } else { try command.run() }
        } catch  where exitCode(for: error) == .validationFailure {
            exit(withError: ExitCode(DaemonProgram.fail(usage: message(for: error))))
        } catch {
            exit(withError: error)
        }
    }
}
