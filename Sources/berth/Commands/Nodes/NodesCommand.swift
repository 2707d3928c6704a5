import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct NodesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes", abstract: "List nodes: devices, cores, memory, watts, jobs.", aliases: ["sinfo", "node"])

    @Flag(name: [.customShort("R"), .customLong("problems")], help: "Only nodes that take no new jobs, with the reason.")
    var problems = false

    @Flag(name: [.customShort("h"), .customLong("no-header")], help: "Without the heading.")
    var noHeader = false

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: ArgumentHelp("Only these nodes.", valueName: "h-[01-04]"))
    var names: [String] = []

    mutating func run() async throws {
        let console = Invocation.console
        let format = try output.format()
        let client = connection.client()
        var nodes: [NodeView] = []
        if names.isEmpty {
            nodes = try await client.nodes().nodes
        } else {
            for name in try names.flatMap({ text throws(BerthError) in try NameRange.expand(text) }) { nodes.append(try await client.node(name)) }
        }
        if problems { nodes = nodes.filter { $0.state != "ready" } }
        let usual = problems && format == .table ? OutputFormat.columns(NodeListing.problemColumns) : format
        console.out(try NodeListing.listing.text(nodes, usual, withHeader: !noHeader))
        if nodes.isEmpty { console.note(problems ? "no node has a problem" : "the fleet has no node") }
    }
}
