import ArgumentParser

/// The simulator's own programs: see docs/decisions/0112.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "SimulatorBench", abstract: "Run the production scheduler on a virtual clock.",
        subcommands: [Faults.self, Easy.self, Queueing.self, Kinds.self, Explain.self])
}
