import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct PowerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "power", abstract: "Show the tree of power budgets: cap, committed, measured, free.",
        discussion: "COMMITTED is what placements hold, BASE included: what stands there without any job. A budget is changed with \"berth policy apply\".")

    @Flag(name: [.customShort("h"), .customLong("no-header")], help: "Without the heading.")
    var noHeader = false
    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions

    mutating func run() async throws {
        let format = try output.format()
        let domains = try await connection.client().power().domains
        Invocation.console.out(try PowerListing.listing.text(domains, format, withHeader: !noHeader))
    }
}
