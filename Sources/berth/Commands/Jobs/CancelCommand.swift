import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel jobs, by id or by what they have in common.",
        discussion: "berth cancel 12 13 4131_7        berth cancel --mine --state pending", aliases: ["scancel", "delete"])

    @Flag(name: [.customLong("mine"), .customLong("me")], help: "Your own jobs.")
    var mine = false

    @Option(name: [.customShort("t"), .customLong("state")], help: "Jobs in these states; else all that are not over.")
    var state: String?

    @Option(name: [.customShort("A"), .customLong("agency"), .customLong("account")], help: "Jobs of this agency.")
    var agency: String?

    @Option(name: [.customLong("name")], help: "Jobs with this name.")
    var name: String?

    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Do not ask, whatever the number.")
    var yes = false

    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "Ids of jobs, arrays or tasks.")
    var ids: [String] = []

    /// More than this is asked about.
    static let unaskedMax = 20

    mutating func run() async throws {
        let console = Invocation.console
        let isFiltered = mine || state != nil || agency != nil || name != nil
        guard isFiltered != !ids.isEmpty else {
            throw BerthError(
                .usage, ids.isEmpty ? "there is nothing to cancel" : "ids and filters are two ways to choose jobs",
                hint: "berth cancel ID.., or berth cancel --mine --state pending")
        }
        let client = connection.client()
        if isFiltered { try await cancelMatching(client, console) } else { try await cancelByID(client, console) }
    }

    private func cancelByID(_ client: Client, _ console: Console) async throws {
        let ids = try JobArguments.ids(ids)
        try confirm(ids.count, console)
        var worst: BerthError?
        for id in ids {
            do {
                let job = try await client.cancel(id)
                console.line("job \(id) \(job.state)")
            } catch {
                guard error.code != .unreachable else { throw error }
                console.note(Failure.line(error))
                worst = error
            }
        }
        if let worst { throw Exit(ids.count == 1 ? ExitCode(worst.code) : .failure) }
    }

    private func cancelMatching(_ client: Client, _ console: Console) async throws {
        let states = try StateFilter.states(state ?? "active,waiting").filter { JobState(rawValue: $0)?.isFinal == false }
        guard !states.isEmpty else { throw BerthError(.usage, "jobs that are over cannot be cancelled", field: "--state") }
        let jobs = try await client.allJobs(JobQuery(states: states, agency: agency, name: name, mine: mine))
        let counts = Dictionary(grouping: jobs.filter { $0.array == nil }, by: \.state).mapValues(\.count)
        let total = counts.values.reduce(0, +)
        guard total > 0 else {
            console.note("no job matches")
            return
        }
        try confirm(total, console)
        var cancelled = 0
        for state in states where counts[state] != nil {
            let request = CancelRequest(state: state, agency: agency, name: name, mine: mine, expectCount: nil)
            for id in try await client.cancel(request).cancelled {
                console.line("job \(id) cancelled")
                cancelled += 1
            }
        }
        console.note("cancelled \(cancelled) \(cancelled == 1 ? "job" : "jobs")")
    }

    /// Above twenty jobs a person is asked; a script must have said `--yes`.
    private func confirm(_ count: Int, _ console: Console) throws {
        guard count > CancelCommand.unaskedMax, !yes else { return }
        guard console.isInteractive else {
            throw BerthError(.usage, "this would cancel \(count) jobs", hint: "add --yes to cancel more than \(CancelCommand.unaskedMax) without being asked")
        }
        console.note("This cancels \(count) jobs. Type yes to go on:")
        guard readLine()?.lowercased() == "yes" else {
            console.note("nothing was cancelled")
            throw Exit(.failure)
        }
    }
}
