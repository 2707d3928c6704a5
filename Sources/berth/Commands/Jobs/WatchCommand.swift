import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Print events as they happen, without gap or repeat.",
        discussion: "Each event has a number; --after NUMBER goes on from there. A daemon that restarts meanwhile is waited for.")

    @Option(help: ArgumentHelp("Begin after this event; 0: with the oldest.", valueName: "number"))
    var after: UInt64?

    @Option(help: "Only events of this kind: submitted, placed, started, ended..")
    var kind: String?

    @Flag(name: .customLong("no-follow"), help: "Print what is there, and end.")
    var noFollow = false

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "Only events of this job or array.")
    var id: String?

    mutating func run() async throws {
        let console = Invocation.console
        let isJSON = try WatchCommand.isJSON(try output.format())
        let job = try id.map { text throws(BerthError) in try JobArguments.ids([text])[0] }
        let client = connection.client()
        let begin = if let after { after } else { noFollow ? 0 : try await client.version().sequence }
        let query = EventQuery(after: begin, job: job, kind: kind, follow: !noFollow)
        _ = try await client.follow(query) { event in
            console.out(isJSON ? (try? Structured.ndjson([event])) ?? "" : WatchCommand.line(event) + "\n")
            return .more
        }
    }

    private static func isJSON(_ format: OutputFormat) throws(BerthError) -> Bool {
        switch format {
        case .table, .wide: return false
        case .json, .ndjson: return true
        case .yaml, .name, .columns, .squeue: throw BerthError(.usage, "events are printed as lines or as ndjson", field: "-o", hint: "use -o ndjson")
        }
    }

    /// `2026-03-01 12:00:00 UTC  #41  job 12 placed  on h-03`.
    static func line(_ event: EventView) -> String {
        let subject = event.job.map { "job \($0) \(event.kind)" } ?? event.kind
        return "\(Moment.plain(event.time))  #\(event.sequence)  \(subject)  \(Plain.cell(event.message))"
    }
}
