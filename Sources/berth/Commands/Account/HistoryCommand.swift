import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel
import BerthStorage

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List jobs that are over: yours, or with -A all that you may see, the last first.",
        discussion: "berth history --since now-24h --state failed        berth history -A --agency noaa -o json", aliases: ["sacct"])

    @Flag(name: [.customShort("A"), .customLong("all")], help: "All jobs that you may see.")
    var all = false
    @Option(name: [.customShort("t"), .customLong("state")], help: "Final states; else all.")
    var state: String?
    @Option(help: "Only jobs of this agency.") var agency: String?
    @Option(name: [.customShort("p"), .customShort("q"), .customLong("queue")], help: "Only jobs of this queue.") var queue: String?
    @Option(help: "Only jobs with this name.") var name: String?
    @Option(name: [.customShort("u"), .customLong("user")], help: "Only jobs of this user.") var user: String?
    @OptionGroup var times: TimeOptions
    @Option(help: "Jobs at most; 0 for all.") var limit = 50
    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions

    mutating func run() async throws {
        let format = try output.format()
        guard limit >= 0 else { throw BerthError(.usage, "--limit \(limit) is below 0") }
        var query = HistoryQuery()
        query.states = try states()
        (query.agency, query.queue, query.name, query.user) = (agency, queue, name, user)
        query.mine = !all && user == nil
        (query.since, query.until) = (try times.sinceText(), try times.untilText())
        query.limit = limit == 0 ? 5000 : min(limit, 5000)
        let client = connection.client()
        var jobs: [JobView] = []
        repeat {
            let page = try await client.history(query)
            jobs += page.jobs
            query.cursor = page.nextCursor
        } while query.cursor != nil && (limit == 0 || jobs.count < limit)
        if limit > 0 { jobs = Array(jobs.prefix(limit)) }
        let console = Invocation.console
        console.out(try JobListing.listing(now: Moment.now()).text(jobs, format))
        if jobs.isEmpty { console.note(all ? "no such job is over that you may see" : "no such job of yours is over; -A lists all") }
    }

    private func states() throws(BerthError) -> [String] {
        guard let state else { return [] }
        let states = try StateFilter.states(state).filter { JobState(rawValue: $0)?.isFinal == true }
        guard !states.isEmpty else {
            throw BerthError(.usage, "no job that is over is \"\(state)\"", field: "--state", hint: "berth ls --state \(state)")
        }
        return states
    }
}

/// From when to when.
struct TimeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("From then on: now-24h, 06:00, 2026-03-01, 2026-03-01T12:00:00Z.", valueName: "when")) var since: String?
    @Option(help: ArgumentHelp("Before then.", valueName: "when")) var until: String?

    func sinceText() throws(BerthError) -> String? { try TimeOptions.text(since, "--since") }
    func untilText() throws(BerthError) -> String? { try TimeOptions.text(until, "--until") }

    /// As the API reads it.
    private static func text(_ text: String?, _ flag: String) throws(BerthError) -> String? {
        guard let text else { return nil }
        do {
            return try Timestamp(pastParsing: text, at: .system()).description
        } catch {
            throw BerthError(.usage, error.message, field: flag, hint: error.hint)
        }
    }
}
