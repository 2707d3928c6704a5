import ArgumentParser
import BerthAPI

/// The whole command line.
struct Berth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "berth",
        abstract: "Places AI jobs on accelerators under hard power budgets.",
        discussion: """
            Start with "berth submit --accel h200:1 train.sh", then "berth ls" and "berth why ID".
            Coming from Slurm or kubectl: "berth aliases". Exit codes: "berth help exit-codes".
            """,
        version: Release.version,
        groupedSubcommands: [
            CommandGroup(
                name: "Work",
                subcommands: [
                    SubmitCommand.self, PlanCommand.self, ListCommand.self, ShowCommand.self, WhyCommand.self, WaitCommand.self,
                    LogsCommand.self,
                    CancelCommand.self, HoldCommand.self, ReleaseCommand.self, UpdateCommand.self, WatchCommand.self,
                ]),
            CommandGroup(
                name: "Fleet",
                subcommands: [
                    NodesCommand.self, TopoCommand.self, PowerCommand.self, QueuesCommand.self, DrainCommand.self, UndrainCommand.self,
                ]),
            CommandGroup(name: "Account", subcommands: [HistoryCommand.self, UsageCommand.self]),
            CommandGroup(
                name: "Operate",
                subcommands: [
                    PolicyCommand.self, DemoCommand.self, BenchCommand.self, SimulateCommand.self, APICommand.self, CompletionCommand.self,
                    VersionCommand.self,
                ]),
            CommandGroup(name: "Learn", subcommands: [AliasesCommand.self, ExitCodesCommand.self]),
        ])
}
