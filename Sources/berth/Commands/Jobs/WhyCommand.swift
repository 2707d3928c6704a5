import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Say why a job does not run: every blocker, with numbers and the smallest change that would start it.",
        aliases: ["sprio"])

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "Ids of jobs, arrays or tasks.")
    var ids: [String]

    mutating func run() async throws {
        let console = Invocation.console
        let format = try output.format()
        let client = connection.client()
        for id in try JobArguments.ids(ids) {
            let view = try await client.why(id)
            switch format {
            case .json: console.out(try Structured.json(view))
            case .ndjson: console.out(try Structured.ndjson([view]))
            case .yaml: console.out(try Structured.yaml(view))
            case .name: console.line(view.blockers.first?.code ?? view.state)
            case .table, .wide, .columns, .squeue: console.out(WhyText.text(view))
            }
        }
    }
}
