import ArgumentParser
import BerthAPI
import BerthModel

struct UpdateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Change a job's priority or time limit, or put it back into the queue.", aliases: ["patch"])

    @Option(parsing: .unconditional, help: "-1000 to 1000; higher goes first.")
    var priority: Int?

    @Option(name: [.customShort("t"), .customLong("time")], help: ArgumentHelp("The time limit: 90s, 30m, 6h.", valueName: "time"))
    var time: String?

    @Flag(help: "Stop it and let it wait again.")
    var requeue = false

    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @OptionGroup var jobs: JobSelection

    mutating func run() async throws {
        guard priority != nil || time != nil || requeue else {
            throw BerthError(.usage, "there is nothing to change", hint: "name one of --priority, --time and --requeue")
        }
        let seconds = try time.map { text throws(BerthError) in try UpdateCommand.seconds(text) }
        // Two kinds of change are two requests: each happens as a whole or not at all.
        if priority != nil || seconds != nil {
            try await jobs.change(JobPatch(priority: priority, timeSeconds: seconds), "changed", connection)
        }
        if requeue { try await jobs.change(JobPatch(requeue: true), "requeued", connection) }
    }

    private static func seconds(_ text: String) throws(BerthError) -> Int64 {
        do {
            return try Duration(parsing: text).seconds
        } catch {
            throw BerthError(.usage, error.message, field: "--time", hint: error.hint, cause: error)
        }
    }
}
