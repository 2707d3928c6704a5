import ArgumentParser
import BerthAPI
import BerthClient
import BerthHost
import BerthModel

struct TopoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topo", abstract: "Show sockets, NUMA nodes, cores and devices: of this host, of a node of the fleet, or of a job's nodes.",
        discussion: """
            berth topo                                        this host, without a daemon
            berth topo --input host.xml                       a saved description (lstopo host.xml)
            berth topo --input "pack:2 [numa] core:48 pu:2"   hwloc's short form
            berth topo h-03, berth topo 4127                  a node or a job, from the daemon
            """)

    @Option(help: ArgumentHelp("An hwloc XML file, or a synthetic description.", valueName: "file"))
    var input: String?
    @Option(name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("json, yaml, dot or xml (for --input later).", valueName: "format"))
    var output: String?
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "A node or a job; else this host.")
    var subject: String?

    private enum Format: String, CaseIterable { case text, json, yaml, dot, xml }

    mutating func run() async throws {
        let console = Invocation.console
        let format = try chosenFormat()
        guard let subject else { return console.out(try TopoCommand.host(input, format)) }
        guard input == nil else { throw BerthError(.usage, "--input describes a host, and \"\(subject)\" names another", hint: "use one of them") }
        let view = try await topology(of: subject)
        switch format {
        case .text: console.out(view.nodes.map(NodeTopologyText.text).joined(separator: "\n"))
        case .json: console.out(try Structured.json(view))
        case .yaml: console.out(try Structured.yaml(view))
        case .dot, .xml: throw BerthError(.usage, "-o \(format.rawValue) is for this host and for saved descriptions", hint: "use -o json")
        }
    }

    private func chosenFormat() throws(BerthError) -> Format {
        guard let output else { return .text }
        guard let format = Format(rawValue: output) else {
            let known = Format.allCases.map(\.rawValue)
            let near = Spelling.nearest(to: output, among: known).map { "did you mean \"\($0)\"?" }
            throw BerthError(.usage, "-o takes no format \"\(output)\"", hint: near ?? "known: \(known.joined(separator: ", "))")
        }
        return format
    }

    private static func host(_ input: String?, _ format: Format) throws(BerthError) -> String {
        let discovery = if let input { try HostDiscovery.saved(input) } else { HostDiscovery.thisHost }
        switch format {
        case .text: return TopologyText.render(try discovery.discover())
        case .json: return try Structured.json(try discovery.discover())
        case .yaml: return try Structured.yaml(try discovery.discover())
        case .dot: return TopologyDot.render(try discovery.discover())
        case .xml: return try discovery.xml()
        }
    }

    /// The nodes of a job where the subject is a job's id, else the node of that name.
    private func topology(of subject: String) async throws -> TopologyView {
        let client = connection.client()
        guard let id = JobID(subject) else { return try await client.topology(of: subject) }
        let job = try await client.job(id.description)
        guard !job.nodes.isEmpty else {
            throw BerthError(.conflict, "job \(id) is \(job.state) and has no nodes", hint: "berth why \(id)")
        }
        var view = TopologyView(nodes: [])
        for name in Set(job.nodes.map(\.name)).sorted() { view.nodes += try await client.topology(of: name).nodes }
        return view
    }
}
