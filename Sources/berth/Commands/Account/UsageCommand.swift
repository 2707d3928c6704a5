import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct UsageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage", abstract: "Say what jobs held between two moments, by agency, user, queue or kind.",
        discussion: """
            From the journal: energy is what was reserved times its time, never what was measured.
            berth usage --by agency --unit kWh --since 2026-03-01
            """, aliases: ["sreport"])

    enum Unit: String, CaseIterable, ExpressibleByArgument {
        case kilowattHours = "kWh"
        case deviceHours = "device-hours"
        case jobs
    }

    @Option(help: "agency, user, queue or kind.") var by = "agency"
    @Option(help: "kWh, device-hours or jobs.") var unit: Unit?
    @Option(help: "Only this agency.") var agency: String?
    @OptionGroup var times: TimeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions

    mutating func run() async throws {
        let (format, console) = (try output.format(), Invocation.console)
        let query = UsageQuery(by: by, since: try times.sinceText(), until: try times.untilText(), agency: agency)
        var view = try await connection.client().usage(query)
        switch format {
        case .json: return console.out(try Structured.json(view))
        case .yaml: return console.out(try Structured.yaml(view))
        default: break
        }
        if let unit { view.rows.sort { UsageCommand.amount(of: $1, in: unit) < UsageCommand.amount(of: $0, in: unit) } }
        let columns = unit.map { ["NAME", UsageCommand.heading($0)] }
        console.note("reserved from \(Moment.plain(view.since)) to \(Moment.plain(view.until)), by \(view.by)")
        var chosen = format
        if let columns, format == .table { chosen = .columns(columns) }
        console.out(try UsageListing.listing.text(view.rows, chosen))
    }

    private static func amount(of row: UsageView.Row, in unit: Unit) -> Int64 {
        switch unit {
        case .kilowattHours: row.reservedJoules
        case .deviceHours: row.deviceSeconds
        case .jobs: Int64(row.jobsStarted)
        }
    }

    private static func heading(_ unit: Unit) -> String {
        switch unit {
        case .kilowattHours: "KWH"
        case .deviceHours: "DEVICE-HOURS"
        case .jobs: "STARTED"
        }
    }
}

/// The columns of `berth usage`.
enum UsageListing {
    static let listing = Listing<UsageView.Row, UsageView.Row>(
        columns: [
            Column("NAME") { $0.name },
            Column("KWH", right: true) { thousandths($0.reservedJoules / 3600) },
            Column("DEVICE-HOURS", right: true) { thousandths($0.deviceSeconds * 1000 / 3600) },
            Column("STARTED", right: true) { "\($0.jobsStarted)" },
            Column("ENDED", right: true) { "\($0.jobsEnded)" },
        ],
        usual: ["NAME", "KWH", "DEVICE-HOURS", "STARTED", "ENDED"], name: \.name, value: { $0 }, key: "rows")

    /// `12.345`.
    private static func thousandths(_ value: Int64) -> String {
        "\(value / 1000)." + String("\(1000 + value % 1000)".dropFirst())
    }
}
