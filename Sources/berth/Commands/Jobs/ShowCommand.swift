import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a job: request, placement, power, times.", aliases: ["describe"])

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "Ids of jobs, arrays or tasks.")
    var ids: [String]

    mutating func run() async throws {
        let console = Invocation.console
        let format = try output.format()
        let client = connection.client()
        let now = Moment.now()
        for (index, id) in try JobArguments.ids(ids).enumerated() {
            let job = try await client.job(id)
            switch format {
            case .json: console.out(try Structured.json(job))
            case .ndjson: console.out(try Structured.ndjson([job]))
            case .yaml: console.out(try Structured.yaml(job))
            case .table, .wide: console.out((index > 0 ? "\n" : "") + JobSheet.text(job, now: now))
            case .name, .columns, .squeue: console.out(try JobListing.listing(now: now).text([job], format, withHeader: index == 0))
            }
        }
    }
}
