import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel
import BerthSystem

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Try Berth without installing anything: a private daemon with a modelled fleet.",
        discussion: """
            Starts berthd in a directory of its own with the simulated executor, on 8 H200 and 4 Trainium nodes that are not here, submits
            a few jobs and says what to type. Needs no root, and removes all of it at the end: when you press Return, or at once where
            standard input is no terminal.
            """)

    @Option(help: ArgumentHelp("Keep it for this time instead of asking: 30s.", valueName: "time"))
    var keep: String?

    mutating func run() async throws {
        let console = Invocation.console
        let stays = try keep.map { text throws(BerthError) in try Duration(parsing: text) } ?? (console.isInteractive ? nil : .zero)
        // Blocked before any thread is there, so that an interrupt ends the demo in order.
        let signals = try DemoCommand.signals()
        let daemon = try DemoDaemon.start()
        defer { daemon.stop() }
        let client = Client(path: daemon.socket)
        let version = try await client.version()
        console.line("berthd \(version.version) runs on a modelled fleet: \(version.nodes) nodes, nothing of it is real")
        console.line("")
        for job in DemoFleet.jobs {
            let view = try await client.submit(JobFileBody(Array(job.file.utf8), form: .yaml), key: UniqueName.uuid(), directory: "/tmp")
            console.line("job \(view.id)  \(job.what): \(view.nodes.isEmpty ? view.reason ?? view.state : "starts on \(NameRange.compress(view.nodes))")")
        }
        try await show(client, console)
        console.line("In another terminal:")
        console.line("  export BERTH_SOCKET=\(daemon.socket)")
        console.line("  berth ls                    berth why 4                  berth power")
        console.line("  berth submit --accel trn2:16 -t 5m -- sleep 60           berth watch")
        try DemoCommand.wait(stays, signals, console)
        console.line("the demo is over; nothing is left of it")
    }

    private func show(_ client: Client, _ console: Console) async throws {
        let jobs = ListCommand.sorted(JobListing.foldingArrays(try await client.allJobs()))
        console.line("\n$ berth ls")
        console.out(try JobListing.listing(now: Moment.now()).text(jobs, .table))
        console.line("\n$ berth power")
        console.out(try PowerListing.listing.text(try await client.power().domains, .table))
        if let waiting = jobs.first(where: { $0.state == JobState.pending.rawValue }) {
            console.line("\n$ berth why \(waiting.id)")
            console.out(WhyText.text(try await client.why(waiting.id)))
        }
        console.line("")
    }

    private static func signals() throws(BerthError) -> SignalDescriptor {
        do {
            return try SignalDescriptor([.interrupt, .terminate, .hangup])
        } catch {
            throw BerthError(.inputOutput, error.description, cause: error)
        }
    }

    /// Until Return, the end of the input, a signal or the end of the time.
    private static func wait(_ stays: Duration?, _ signals: SignalDescriptor, _ console: Console) throws {
        guard stays != .zero else { return }
        if stays == nil { console.line("\nPress Return to end the demo.") }
        let inputs = [signals.descriptor] + (stays == nil ? [StandardStream.input.descriptor] : [])
        _ = try? Poll.wait(inputs.map { ($0, .readable) }, milliseconds: stays?.milliseconds)
    }
}
