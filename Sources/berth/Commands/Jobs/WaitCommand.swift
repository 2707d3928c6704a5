import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct WaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Wait until jobs are done, or run.",
        discussion: "Exit codes: the job's own (64 to 99 shown as 1), 82 when the time is over, 83 when it was cancelled before it ran.",
        aliases: ["swait"])

    enum Goal: String, ExpressibleByArgument, CaseIterable { case done, running }

    @Option(name: .customLong("for"), help: "done or running.")
    var goal = Goal.done

    @Option(help: ArgumentHelp("Give up after this time: 90s, 30m.", valueName: "time"))
    var timeout: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "Ids of jobs, arrays or tasks.")
    var ids: [String]

    mutating func run() async throws {
        let console = Invocation.console
        let format = try output.format()
        let deadline = try timeout.map { text throws(BerthError) in try WaitCommand.deadline(text) }
        let waiting = Waiting(connection: connection)
        var code = ExitCode.success.rawValue
        for id in try JobArguments.ids(ids) {
            let end: Waiting.End
            do {
                end = goal == .done ? try await waiting.untilDone(id, deadline: deadline) : try await waiting.untilRunning(id, deadline: deadline)
            } catch let exit as Exit where exit.code == ExitCode.timedOut.rawValue {
                console.note("berth: job \(id) is not \(goal.rawValue) after \(timeout ?? "")")
                throw exit
            }
            switch format {
            case .json: console.out(try Structured.json(end.job))
            case .ndjson: console.out(try Structured.ndjson([end.job]))
            case .yaml: console.out(try Structured.yaml(end.job))
            case .name: console.line(id)
            case .table, .wide, .columns, .squeue: console.line("job \(id) \(end.job.state)\(end.job.exitCode.map { ", exit \($0)" } ?? "")")
            }
            if code == ExitCode.success.rawValue { code = end.exitCode }
        }
        throw Exit(code: code)
    }

    private static func deadline(_ text: String) throws(BerthError) -> ContinuousClock.Instant {
        do {
            return ContinuousClock.now + (text == "0" ? .zero : try Duration(parsing: text))
        } catch {
            throw BerthError(.usage, error.message, field: "--timeout", hint: error.hint, cause: error)
        }
    }
}
