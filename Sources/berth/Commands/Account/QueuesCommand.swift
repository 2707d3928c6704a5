import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct QueuesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queues", abstract: "List the queues of the policy, with the jobs of them that you may see.")

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions

    mutating func run() async throws {
        let format = try output.format()
        let queues = try await connection.client().queues()
        Invocation.console.out(try QueueListing.listing.text(queues, format))
        if queues.isEmpty { Invocation.console.note("the policy defines no queue") }
    }
}

/// The columns of `berth queues`.
enum QueueListing {
    static let listing = Listing<QueueView, QueueView>(
        columns: [
            Column("QUEUE") { $0.name.isEmpty ? "(none)" : $0.name },
            Column("CLASS") { $0.jobClass ?? "all" },
            Column("STATE") { $0.stopped ? "stopped" : "open" },
            Column("WEIGHT", right: true) { "\($0.weight)" },
            Column("ACTIVE", right: true) { "\($0.active)" },
            Column("PENDING", right: true) { "\($0.pending)" },
            Column("HELD", right: true) { "\($0.held)" },
            Column("LIMIT", right: true) { $0.maxTimeSeconds.map { Duration.seconds($0).short } ?? "-" },
            Column("USUAL", right: true) { $0.defaultTimeSeconds.map { Duration.seconds($0).short } ?? "-" },
            Column("ORDER") { $0.order },
        ],
        usual: ["QUEUE", "CLASS", "STATE", "WEIGHT", "ACTIVE", "PENDING", "HELD", "LIMIT"], name: \.name, value: { $0 }, key: "queues")
}
