import ArgumentParser

struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Check, apply and show the operators' rules.",
        subcommands: [
            PolicyCheckCommand.self, PolicyApplyCommand.self, PolicyShowCommand.self, PolicyLogCommand.self, PolicyProfilesCommand.self,
            PolicyExplainCommand.self,
            PolicySchemaCommand.self,
            PolicyDiffCommand.self, PolicyReplayCommand.self, PolicyRollbackCommand.self, PolicyUnscheduleCommand.self,
        ])
}
