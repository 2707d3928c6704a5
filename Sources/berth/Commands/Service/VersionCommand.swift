import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the versions of berth and of the daemon, and what the daemon serves.")
    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions

    /// Both sides; the daemon's is absent where none answers.
    private struct Versions: Encodable {
        var berth: String
        var berthd: VersionView?
    }

    mutating func run() async throws {
        let console = Invocation.console
        let format = try output.format()
        let client = connection.client()
        let daemon: VersionView?
        do {
            daemon = try await client.version()
        } catch {
            console.note(Failure.line(error))
            daemon = nil
        }
        switch format {
        case .json: console.out(try Structured.json(Versions(berth: Release.version, berthd: daemon)))
        case .ndjson: console.out(try Structured.ndjson([Versions(berth: Release.version, berthd: daemon)]))
        case .yaml: console.out(try Structured.yaml(Versions(berth: Release.version, berthd: daemon)))
        case .name: console.line(Release.version)
        case .table, .wide, .columns, .squeue:
            console.line("berth   \(Release.version)")
            guard let daemon else { return }
            console.line("berthd  \(daemon.version)  \(client.path)")
            console.line("  fleet \(daemon.fleet), \(daemon.nodes) \(daemon.nodes == 1 ? "node" : "nodes"); executor \(daemon.executor)")
            console.line("  policy revision \(daemon.policyRevision), journal at \(daemon.sequence)")
        }
    }
}
