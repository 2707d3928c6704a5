import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel
import BerthStorage
import BerthSystem

struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Submit a job.",
        discussion: """
            berth submit --accel h200:8 -N2 -t 6h train.sh      a gang of two nodes
            berth submit --accel h200:1 -- python3 eval.py      a command
            berth submit -f job.yaml                            a job file
            berth submit -f jobs.ndjson --batch --parsable      many jobs, one id a line
            The id is printed when the job is on disk. #BERTH lines at the head of a script are read as flags.
            """,
        aliases: ["sbatch", "create"])

    @OptionGroup var submission: SubmissionOptions

    @Flag(help: "The file holds one JSON job a line; answers come in the same order.")
    var batch = false

    @Flag(help: "Print the id alone.")
    var parsable = false

    @Flag(help: "Print the job file that the flags make, and submit nothing.")
    var explain = false

    @Flag(name: [.customLong("dry-run"), .customLong("test-only")], help: "Say what would happen, as \"berth plan\" does.")
    var dryRun = false

    @Flag(help: "Wait for the end of the job, and exit with its code.")
    var wait = false

    @Flag(help: "Print the job's output until its end, and exit with its code.")
    var follow = false

    @Option(help: ArgumentHelp("Names this submission for ever: the same key again gives the same job.", valueName: "uuid"))
    var key: String?

    @Option(name: .customShort("o"), help: ArgumentHelp("json, yaml or name.", valueName: "format"))
    var format: String?

    @OptionGroup(title: "Daemon") var connection: ConnectionOptions

    mutating func run() async throws {
        let console = Invocation.console
        let format = try answerFormat()
        if batch || submission.file?.hasSuffix(".ndjson") == true {
            return try await BatchSubmission(file: try batchFile(), key: key, connection: connection).run(on: console)
        }
        let spec = try Submission.spec(from: submission)
        if explain { return console.out(JobFile.encode(spec)) }
        if dryRun { return try await PlanCommand.plan(spec, connection, format, on: console) }

        let client = connection.client()
        let body = JobFileBody(Array(try Structured.json(JobFileValue(spec: spec)).utf8), form: .json)
        let view: SubmitView
        do {
            view = try await client.submit(body, key: key ?? UniqueName.uuid())
        } catch {
            throw await Refusal.explained(error, spec, client, on: console)
        }
        try SubmitText.print(view, spec, format, parsable: parsable, on: console)
        if follow { try await LogsCommand.followToEnd(view.id, connection, on: console) }
        if wait || follow {
            let end = try await Waiting(connection: connection).untilDone(view.id, deadline: nil)
            if !parsable, format == .table { console.note("job \(view.id) \(end.job.state)\(end.job.exitCode.map { ", exit \($0)" } ?? "")") }
            throw Exit(code: end.exitCode)
        }
    }

    /// sbatch's `-o` is a file, ours is a format: a file's name is refused, not taken for either.
    private func answerFormat() throws(BerthError) -> OutputFormat {
        guard let format else { return .table }
        guard ["json", "yaml", "name"].contains(format) else {
            throw BerthError(.usage, "-o \(format): on submit, -o takes json, yaml or name", hint: "for a file: --output \(format)")
        }
        return try OutputFormat(parsing: format)
    }

    private func batchFile() throws(BerthError) -> String {
        try submission.refuseUnknownFlags()
        guard let file = submission.file, submission.words.isEmpty else {
            throw BerthError(.usage, "--batch needs a file with one JSON job a line", hint: "berth submit -f jobs.ndjson --batch")
        }
        guard !(explain || dryRun || wait || follow) else {
            throw BerthError(.usage, "--explain, --dry-run, --wait and --follow are for one job, not for a batch")
        }
        return file
    }
}
