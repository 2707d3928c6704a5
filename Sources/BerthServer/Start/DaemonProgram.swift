import BerthAPI
import BerthModel
import BerthSystem
import Foundation
import Logging

/// The program around the daemon: from words on a command line to an exit code.
public enum DaemonProgram {
    public static let version = Release.version

    /// The words of the command line, as they were given.
    public struct Arguments: Sendable {
        public var stateDirectory: String
        public var socket: String
        public var fleet: String
        public var policy: String?
        public var modelDevices: String?
        public var executor: String
        public var initialise: Bool

        public init(
            stateDirectory: String, socket: String, fleet: String, policy: String?, modelDevices: String?, executor: String,
            initialise: Bool
        ) {
            self.stateDirectory = stateDirectory
            self.socket = socket
            self.fleet = fleet
            self.policy = policy
            self.modelDevices = modelDevices
            self.executor = executor
            self.initialise = initialise
        }
    }

    /// Runs the daemon to its end. One line on standard output says that it is ready; everything else goes to standard error.
    /// - Returns: the exit code.
    public static func run(_ arguments: Arguments) async -> Int32 {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        do {
            try await Daemon(try options(arguments), log: Logger(label: "berthd")).run { line in
                // Not print: a buffer would hold the line back where nobody reads a terminal.
                FileHandle.standardOutput.write(Data("\(line)\n".utf8))
            }
            return 0
        } catch let error as BerthError {
            return fail(error)
        } catch let error as SystemError {
            return fail(BerthError(.inputOutput, "\(error)"))
        } catch {
            return fail(BerthError(.inputOutput, "the daemon ended: \(error)"))
        }
    }

    /// Says on standard error why nothing runs.
    /// - Returns: the exit code.
    public static func fail(usage message: String) -> Int32 { fail(BerthError(.usage, message, hint: "see berthd --help")) }

    private static func fail(_ error: BerthError) -> Int32 {
        FileHandle.standardError.write(Data("berthd: \(error)\n".utf8))
        return ExitStatus(error).rawValue
    }

    private static func options(_ arguments: Arguments) throws(BerthError) -> DaemonOptions {
        guard let execution = DaemonOptions.Execution(rawValue: arguments.executor) else {
            let known = DaemonOptions.Execution.allCases.map(\.rawValue)
            let near = Spelling.nearest(to: arguments.executor, among: known).map { "did you mean \"\($0)\"?" }
            throw BerthError(
                .usage, "no executor \"\(arguments.executor)\" is known", field: "--executor",
                hint: near ?? "known: \(known.joined(separator: ", "))")
        }
        do {
            return DaemonOptions(
                stateDirectory: arguments.stateDirectory, socket: arguments.socket, fleet: arguments.fleet, policy: arguments.policy,
                modelDevices: try arguments.modelDevices.map(DaemonOptions.modelDevices(parsing:)) ?? [:], execution: execution,
                initialise: arguments.initialise, version: version)
        } catch {
            throw BerthError(.usage, error.message, field: "--model-devices", hint: error.hint)
        }
    }
}
