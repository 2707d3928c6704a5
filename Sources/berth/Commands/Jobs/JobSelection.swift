import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

/// Which jobs a change is about: by id, or by what they have in common.
struct JobSelection: ParsableArguments {
    @Flag(name: [.customLong("mine"), .customLong("me")], help: "Your own jobs.") var mine = false
    @Option(name: [.customLong("state")], help: "Jobs in these states.") var state: String?
    @Option(name: [.customShort("A"), .customLong("agency"), .customLong("account")], help: "Jobs of this agency.") var agency: String?
    @Option(name: [.customShort("p"), .customShort("q"), .customLong("queue")], help: "Jobs of this queue.") var queue: String?
    @Option(name: [.customLong("name")], help: "Jobs with this name.") var name: String?
    @Option(name: [.customShort("u"), .customLong("user")], help: "Jobs of this user.") var user: String?
    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Do not ask, whatever the number.") var yes = false
    @Argument(help: "Ids of jobs, arrays or tasks.") var ids: [String] = []

    private var isFiltered: Bool { mine || [state, agency, queue, name, user].contains { $0 != nil } }

    /// Makes one change to all of them, and says what became of each.
    /// - Parameter verb: `held`, for the lines.
    func change(_ patch: JobPatch, _ verb: String, _ connection: ConnectionOptions) async throws {
        let console = Invocation.console
        guard isFiltered != !ids.isEmpty else {
            throw BerthError(
                .usage, ids.isEmpty ? "no job is named" : "ids and filters are two ways to choose jobs",
                hint: "name ids, or --mine, --state, --agency, --queue, --name or --user")
        }
        guard isFiltered else { return try await JobChange.make(patch, ids, connection, console) }
        let client = connection.client()
        var request = JobsChangeRequest(mine: mine)
        request.state = try state.map { text throws(BerthError) in try StateFilter.states(text).joined(separator: ",") }
        (request.agency, request.queue, request.name, request.user) = (agency, queue, name, user)
        (request.hold, request.priority, request.timeSeconds, request.requeue) = (
            patch.hold, patch.priority, patch.timeSeconds, patch.requeue
        )
        request.dryRun = true
        let count = try await client.change(request).changed.count
        guard count > 0 else { return console.note("no job matches") }
        try confirm(count, verb, console)
        (request.dryRun, request.expectCount) = (nil, count)
        let changed = try await client.change(request).changed
        for id in changed { console.line("job \(id) \(verb)") }
        console.note("\(changed.count) \(changed.count == 1 ? "job" : "jobs") \(verb)")
    }

    private func confirm(_ count: Int, _ verb: String, _ console: Console) throws {
        guard count > CancelCommand.unaskedMax, !yes else { return }
        guard console.isInteractive else {
            throw BerthError(
                .usage, "\(count) jobs would be \(verb)",
                hint: "add --yes to change more than \(CancelCommand.unaskedMax) without being asked"
            )
        }
        console.note("\(count) jobs would be \(verb). Type yes to go on:")
        guard readLine()?.lowercased() == "yes" else {
            console.note("nothing was changed")
            throw Exit(.failure)
        }
    }
}
