import ArgumentParser

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure berth on this machine: its placement core without a daemon, or a daemon through its socket.",
        subcommands: [BenchPlacementCommand.self, BenchGangCommand.self, BenchSubmitCommand.self])
}
