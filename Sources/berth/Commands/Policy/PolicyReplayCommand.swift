import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel
import BerthSimulator
import BerthStorage
import BerthSystem

struct PolicyReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Let what was recorded happen again, under the present policy and under a new one.",
        discussion: """
            berth policy replay tomorrow.yaml --last 24h

            The journal is read from the daemon in pages, or with --state-dir from a directory, and both policies run it in the simulator: \
            wait, energy, fairness, utilisation, and what each agency had, before and after. A job that ran or waited when the time begins \
            comes at its beginning. Dependencies, holds and begin times are not carried over. Exit code 0 whatever comes out.
            """)

    @Option(help: ArgumentHelp("How far back from the last entry.", valueName: "time")) var last = "24h"
    @Option(help: ArgumentHelp("A state directory of berthd instead of a running one.", valueName: "directory")) var stateDir: String?
    @Option(help: ArgumentHelp("The fleet file; else the one that the daemon was started with.", valueName: "file")) var fleet: String?
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "The new policy.")
    var file: String

    mutating func run() async throws {
        let span = try PolicyReplayCommand.span(last)
        let text = try PolicyCheckCommand.checked(file)
        let machines = try await machines()
        if let stateDir { return try replay(stateDir, span, text, machines) }
        let scratch = "\(Environment.value(of: "TMPDIR") ?? "/tmp")/berth-replay-\(UniqueName.uuid())"
        defer { try? Files.removeTree(scratch) }
        try await copyJournal(to: scratch)
        try replay(scratch, span, text, machines)
    }

    private func replay(_ directory: String, _ span: Duration, _ text: String, _ machines: ReplayFleet) throws(BerthError) {
        guard let end = try JournalReader.open(stateDirectory: directory).lastTime(),
            var present = try ReplayPolicy(lastOf: directory)
        else { throw BerthError(.stateMissing, "the journal has no entry yet") }
        present.name = "present"
        let new: ReplayPolicy
        do {
            new = try ReplayPolicy(file: text, name: file, catalogue: machines.catalogue)
        } catch {
            throw error.ofConfiguration
        }
        let since = Timestamp(milliseconds: max(0, end.milliseconds - span.milliseconds))
        let run = ReplayRun(scenario: "the last \(span.short)", fleet: machines, policies: [present, new], answer: answer)
        try run.run(files: []) { () throws(BerthError) in try JournalTrace(stateDirectory: directory, since: since) }
    }

    /// Entries in one request: some megabytes.
    private static let entriesPerPage = 5000

    private func copyJournal(to directory: String) async throws {
        let client = connection.client()
        let copy = try JournalCopy(path: directory)
        let console = Invocation.console
        var told = SystemClock.monotonic()
        while true {
            let rows = try await client.journal(after: copy.lastSequence, limit: PolicyReplayCommand.entriesPerPage)
            guard !rows.isEmpty else { break }
            try copy.append(
                rows.map {
                    StoredEntry(
                        sequence: $0.sequence, time: Timestamp(milliseconds: $0.time), kind: $0.kind, job: $0.job, payload: $0.payload)
                })
            if answer.progress || console.showsProgress, SystemClock.monotonic() - told >= 2000 {
                told = SystemClock.monotonic()
                console.note("berth: \(copy.lastSequence) entries read")
            }
        }
        try copy.close()
    }

    private func machines() async throws -> ReplayFleet {
        var (text, name) = ("", fleet ?? "")
        if let fleet {
            text = try InputFile.text(fleet, limit: FleetFile.fileBytesMax)
        } else {
            guard stateDir == nil else {
                throw BerthError(.usage, "a state directory does not say which machines", hint: "give --fleet FILE")
            }
            let source = try await connection.client().fleetSource()
            guard let known = source.text else {
                throw BerthError(.usage, "the fleet of this daemon is its own host, which has no file", hint: "give --fleet FILE")
            }
            (text, name) = (known, source.fileName)
        }
        do {
            return try ReplayFleet(fleetFile: text, fileName: name)
        } catch {
            throw error.ofConfiguration
        }
    }

    private static func span(_ text: String) throws(BerthError) -> Duration {
        let span: Duration
        do {
            span = try Duration(parsing: text)
        } catch {
            throw BerthError(.usage, error.message, field: "--last", hint: error.hint)
        }
        guard span > .zero else { throw BerthError(.usage, "nothing happened in no time", field: "--last") }
        return span
    }
}
