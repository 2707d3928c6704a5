import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List jobs: yours, or with -A all that you may see.", aliases: ["squeue", "list", "get"])

    @Flag(name: [.customShort("A"), .customLong("all")], help: "All jobs that you may see.")
    var all = false

    @Flag(name: [.customLong("mine"), .customLong("me")], help: "Only your own (the default).")
    var mine = false

    @Option(name: [.customShort("t"), .customLong("state"), .customLong("states")], help: ArgumentHelp("States, or: active, waiting, ended, all.", valueName: "states"))
    var state: String?

    @Option(help: "Only jobs of this agency.")
    var agency: String?

    @Option(name: [.customShort("p"), .customShort("q"), .customLong("queue")], help: "Only jobs of this queue.")
    var queue: String?

    @Option(name: .customLong("name"), help: "Only jobs with this name.")
    var name: String?

    @Flag(help: "Each task of an array in a row of its own.")
    var tasks = false

    @Flag(name: [.customShort("h"), .customLong("no-header")], help: "Without the heading.")
    var noHeader = false

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions

    @Argument(help: "Only these jobs.")
    var ids: [String] = []

    /// Ended jobs in a table for people; every other format has them all.
    static let endedShown = 20

    mutating func run() async throws {
        let console = Invocation.console
        let format = try output.format()
        let query = JobQuery(
            states: try state.map { text throws(BerthError) in try StateFilter.states(text) } ?? [], agency: agency, queue: queue, name: name,
            mine: !all && ids.isEmpty)
        let client = connection.client()
        var jobs: [JobView] = []
        if ids.isEmpty { jobs = try await client.allJobs(query) } else { for id in try JobArguments.ids(ids) { jobs.append(try await client.job(id)) } }
        try print(jobs, format, on: console)
    }

    private func print(_ jobs: [JobView], _ format: OutputFormat, on console: Console) throws(BerthError) {
        let listing = JobListing.listing(now: Moment.now())
        let isForPrograms = [.json, .ndjson, .yaml].contains(format)
        guard !isForPrograms else { return console.out(try listing.text(jobs, format)) }
        var rows = ListCommand.sorted(tasks ? jobs : JobListing.foldingArrays(jobs))
        if state == nil, ids.isEmpty, [.table, .wide].contains(format) {
            let ended = rows.filter(ListCommand.hasEnded)
            if ended.count > ListCommand.endedShown {
                rows = rows.filter { !ListCommand.hasEnded($0) } + ended.prefix(ListCommand.endedShown)
                console.note("\(ended.count - ListCommand.endedShown) more have ended: berth ls --state ended")
            }
        }
        console.out(try listing.text(rows, format, withHeader: !noHeader))
        if rows.isEmpty { console.note(all ? "there is no such job that you may see" : "you have no such job; -A lists all that you may see") }
    }

    private static func hasEnded(_ job: JobView) -> Bool { JobState(rawValue: job.state)?.isFinal == true }

    /// What runs, then what waits in its order, then what ended, the latest first.
    static func sorted(_ jobs: [JobView]) -> [JobView] {
        func rank(_ job: JobView) -> Int {
            guard let state = JobState(rawValue: job.state) else { return 1 }
            return state.isActive ? 0 : state.isFinal ? 2 : 1
        }
        return jobs.enumerated().sorted { left, right in
            let (a, b) = (rank(left.element), rank(right.element))
            if a != b { return a < b }
            if a == 2, left.element.endedAt != right.element.endedAt { return left.element.endedAt ?? "" > right.element.endedAt ?? "" }
            if a == 1, left.element.position != right.element.position { return left.element.position ?? .max < right.element.position ?? .max }
            return left.offset < right.offset
        }.map(\.element)
    }
}

/// States as people name them.
enum StateFilter {
    private static let groups: [String: [JobState]] = [
        "all": JobState.allCases,
        "active": JobState.allCases.filter(\.isActive),
        "waiting": [.pending, .held],
        "ended": JobState.allCases.filter(\.isFinal),
        // Slurm's short forms.
        "pd": [.pending, .held], "r": [.running, .unready], "cg": [.stopping], "cf": [.starting], "cd": [.succeeded], "completed": [.succeeded],
        "f": [.failed], "ca": [.cancelled], "to": [.timedOut], "timeout": [.timedOut],
    ]

    /// The raw values that a comma-separated list names.
    /// - Throws: `BerthError` with code `usage`.
    static func states(_ text: String) throws(BerthError) -> [String] {
        var states: [JobState] = []
        for word in text.split(separator: ",").map({ $0.lowercased() }) {
            if let state = JobState(rawValue: word) {
                states.append(state)
            } else if let group = groups[word] {
                states += group
            } else {
                let known = JobState.allCases.map(\.rawValue) + ["active", "waiting", "ended", "all"]
                let near = Spelling.nearest(to: word, among: known).map { "did you mean \"\($0)\"?" }
                throw BerthError(.usage, "there is no state \"\(word)\"", field: "--state", hint: near ?? "known: \(known.joined(separator: ", "))")
            }
        }
        return JobState.allCases.filter(states.contains).map(\.rawValue)
    }
}

/// Ids on the command line.
enum JobArguments {
    /// Ids of jobs, arrays (`4131`, also `4131_*`) and tasks (`4131_7`).
    /// - Throws: `BerthError` with code `usage`.
    static func ids(_ words: [String]) throws(BerthError) -> [String] {
        var ids: [String] = []
        for word in words {
            let plain = word.hasSuffix("_*") ? String(word.dropLast(2)) : word.hasPrefix("job/") ? String(word.dropFirst(4)) : word
            guard let id = JobID(plain) else {
                throw BerthError(.usage, "\"\(word)\" is not a job id", hint: "ids look like 4127, and 4131_7 for a task of an array; \"berth ls\" lists them")
            }
            ids.append(id.description)
        }
        return ids
    }
}
