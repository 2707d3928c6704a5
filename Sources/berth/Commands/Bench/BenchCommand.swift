import ArgumentParser

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this machine with berth's own work, without a daemon.",
        subcommands: [BenchPlacementCommand.self, BenchGangCommand.self])
}
