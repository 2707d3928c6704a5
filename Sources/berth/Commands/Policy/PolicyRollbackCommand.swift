import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct PolicyRollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Make an earlier revision the next one.",
        discussion: "Nothing is undone: revision 44 may say again what revision 41 said. berth policy log lists them.")

    @Option(name: [.customLong("if-rev"), .customLong("if-revision")], help: "Only on top of this revision.")
    var ifRevision: Int?
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "The number of the earlier revision.")
    var revision: Int

    mutating func run() async throws {
        let request = PolicyRollbackRequest(revision: revision, ifRevision: ifRevision)
        let view: PolicyView
        do {
            view = try await connection.client().rollBackPolicy(request)
        } catch {
            throw PolicyApplyCommand.refusal(error)
        }
        PolicyApplyCommand.tell(view, on: Invocation.console)
    }
}

struct PolicyUnscheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unschedule", abstract: "Take a policy off the list of those that will take effect.")

    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "Its number on the list of berth policy log.")
    var number: Int

    mutating func run() async throws {
        let left = try await connection.client().cancelScheduledPolicy(number)
        Invocation.console.line("policy \(number) will not take effect; \(left.count) scheduled")
    }
}
