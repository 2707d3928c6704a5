import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct PolicyProfilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profiles", abstract: "List how fast each kind is for each workload, and who says so.",
        discussion: """
            SOURCE is the policy's revision for a figure of yours, and the number of jobs for one that was learnt ("learning" in the
            policy). JOBS counts those that succeeded on the kind. A figure of yours is never replaced; where jobs show something
            else by more than half, that is told on stderr.
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions

    mutating func run() async throws {
        let format = try output.format()
        let list = try await connection.client().profiles()
        Invocation.console.out(try ProfileListing.listing.text(list.profiles, format))
        if list.profiles.isEmpty { Invocation.console.note("the policy has no workloads") }
        for sentence in list.disagreements { Invocation.console.note("berth: \(sentence)") }
    }
}

/// The columns of `berth policy profiles`.
enum ProfileListing {
    static let listing = Listing<ProfileView, ProfileView>(
        columns: [
            Column("WORKLOAD") { $0.workload },
            Column("MEMBERS", right: true) { "\($0.members)" },
            Column("KIND") { $0.kind },
            Column("SLOTS", right: true) { "\($0.slots)" },
            Column("THROUGHPUT", right: true) { $0.throughputThousandths.map(thousandths) ?? "-" },
            Column("UNIT") { $0.unit ?? "-" },
            Column("SOURCE") { $0.source ?? "-" },
            Column("JOBS", right: true) { "\($0.jobs)" },
        ],
        usual: ["WORKLOAD", "MEMBERS", "KIND", "SLOTS", "THROUGHPUT", "UNIT", "SOURCE", "JOBS"],
        name: { "\($0.workload)/\($0.kind):\($0.slots)" }, value: { $0 }, key: "profiles")

    private static func thousandths(_ value: Int) -> String {
        let rest = String("\(1000 + value % 1000)".dropFirst())
        return value % 1000 == 0 ? "\(value / 1000)" : "\(value / 1000).\(rest)"
    }
}
