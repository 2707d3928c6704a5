import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel
import BerthStorage

struct PolicyApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Load a whole policy file as the next revision, now or at a moment.",
        discussion: """
            It is checked here and by the daemon; on any fault the old revision stays in force. With --if-rev nothing happens, and \
            the exit code is 75, where another revision is in force.
            """)

    @Option(name: [.customLong("if-rev"), .customLong("if-revision")], help: "Only on top of this revision.")
    var ifRevision: Int?
    @Option(help: ArgumentHelp("Not now but then: 06:00, now+2h, 2026-03-01T12:00:00Z.", valueName: "when"))
    var at: String?
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "The policy file.")
    var file: String

    mutating func run() async throws {
        let text = try PolicyCheckCommand.checked(file)
        if let at { return try await schedule(text, try PolicyApplyCommand.moment(at)) }
        let view: PolicyView
        do {
            view = try await connection.client().applyPolicy(PolicyRequest(text: text, fileName: file, ifRevision: ifRevision))
        } catch {
            throw PolicyApplyCommand.refusal(error)
        }
        PolicyApplyCommand.tell(view, on: Invocation.console)
        if let checksum = view.checksum, checksum != PolicyChecksum.of(text) {
            throw BerthError(.internalFault, "berthd stored a text with checksum \(checksum), and \(PolicyChecksum.of(text)) was sent")
        }
    }

    private func schedule(_ text: String, _ due: String) async throws {
        let view: ScheduledPolicyView
        do {
            view = try await connection.client().schedulePolicy(
                PolicyScheduleRequest(text: text, fileName: file, due: due, ifRevision: ifRevision))
        } catch {
            throw PolicyApplyCommand.refusal(error)
        }
        let console = Invocation.console
        console.line("policy \(view.number) takes effect at \(Moment.plain(view.due))")
        console.note("  berth policy log lists it, berth policy unschedule \(view.number) takes it off the list")
    }

    static func tell(_ view: PolicyView, on console: Console) {
        console.line("policy revision \(view.revision) is in force" + (view.checksum.map { " (\($0))" } ?? ""))
        for sentence in view.consequences ?? [] { console.note("berth: \(sentence)") }
    }

    private static func moment(_ text: String) throws(BerthError) -> String {
        do {
            return try Timestamp(parsing: text, at: .system()).description
        } catch {
            throw BerthError(.usage, error.message, field: "--at", hint: error.hint)
        }
    }

    /// Where another revision is in force a script may look again and try again: it gets another exit code.
    static func refusal(_ error: BerthError) -> any Error {
        guard error.code == .conflict else { return error.ofConfiguration }
        Invocation.console.note(Failure.line(error))
        return Exit(.tryAgain)
    }
}
