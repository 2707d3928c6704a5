import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct PolicyApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Load a whole policy file as the next revision.",
        discussion: "It is checked here and by the daemon; on any fault the old revision stays in force.")

    @Option(name: [.customLong("if-rev"), .customLong("if-revision")], help: "Only on top of this revision.")
    var ifRevision: Int?
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "The policy file.")
    var file: String

    mutating func run() async throws {
        let text = try PolicyCheckCommand.checked(file)
        do {
            let view = try await connection.client().applyPolicy(PolicyRequest(text: text, fileName: file, ifRevision: ifRevision))
            Invocation.console.line("policy revision \(view.revision) is in force")
        } catch {
            throw error.ofConfiguration
        }
    }
}
