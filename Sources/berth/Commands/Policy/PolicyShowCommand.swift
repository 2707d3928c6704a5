import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct PolicyShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Print the policy in force, as it was given.")

    @Option(name: [.customLong("rev"), .customLong("revision")], help: "An earlier revision.")
    var named: Int?
    @Argument(help: "The same: an earlier revision.")
    var number: Int?
    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions

    mutating func run() async throws {
        let console = Invocation.console
        let format = try output.format()
        let client = connection.client()
        guard named == nil || number == nil else { throw BerthError(.usage, "two revisions are named", hint: "name one") }
        let revision = named ?? number
        let view = if let revision { try await client.policy(revision: revision) } else { try await client.policy() }
        switch format {
        case .json: console.out(try Structured.json(view))
        case .ndjson: console.out(try Structured.ndjson([view]))
        case .name: console.line("\(view.revision)")
        case .table, .wide, .yaml, .columns, .squeue:
            console.note(
                "# revision \(view.revision), applied \(Moment.plain(view.at)) by \(view.by)" + (view.note.map { ", \($0)" } ?? ""))
            console.out(view.text ?? "")
        }
    }
}

struct PolicyLogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "log", abstract: "List the revisions of the policy, the newest first.")

    @Option(name: [.customLong("limit")], help: "Revisions at most.")
    var limit = 50
    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions

    mutating func run() async throws {
        let format = try output.format()
        let (client, console) = (connection.client(), Invocation.console)
        let revisions = try await client.policyRevisions(limit: limit)
        if format == .table || format == .wide {
            for scheduled in try await client.scheduledPolicies() {
                let condition = scheduled.ifRevision.map { ", if revision \($0) is in force then" } ?? ""
                console.note("policy \(scheduled.number) takes effect at \(Moment.plain(scheduled.due)) (by \(scheduled.by)\(condition))")
            }
        }
        console.out(try PolicyListing.listing.text(revisions, format))
    }
}
