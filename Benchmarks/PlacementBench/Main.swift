import ArgumentParser

/// `berth bench` without the rest of berth: built in a fraction of the time, and with what the engine is compared with.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "PlacementBench", abstract: "Measure the placement engine and what it is compared with.",
        subcommands: [Placement.self, Gang.self], defaultSubcommand: Placement.self)
}
