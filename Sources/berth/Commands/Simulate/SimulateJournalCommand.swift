import ArgumentParser
import BerthModel
import BerthSimulator

struct SimulateJournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Replay what a daemon lived through, under its own policy or another one.",
        discussion: """
            berth simulate journal --state-dir /var/lib/berthd --fleet fleet.yaml --policy tomorrow.yaml

            The state directory is read only, also while its daemon runs. Without --policy the last one in the journal is used.
            Dependencies, holds and begin times are not carried over: a job arrives when it was submitted.
            """)

    @Option(help: ArgumentHelp("A state directory of berthd.", valueName: "directory")) var stateDir: String
    @OptionGroup var machines: MachineOptions
    @Option(help: ArgumentHelp("Arrivals come so many times as fast, 0.001 to 1000.", valueName: "factor")) var speedUp = 1.0
    @OptionGroup var answer: AnswerOptions

    mutating func run() async throws {
        guard machines.queue == nil else { throw BerthError(.usage, "jobs of a journal have queues: --queue is for other traces") }
        let fleet = try machines.machines()
        var own = ReplayPolicy.plain
        if machines.policy == nil, machines.compare.isEmpty {
            own = try ReplayPolicy(lastOf: stateDir) ?? own
        }
        let run = ReplayRun(
            scenario: "journal", fleet: fleet, policies: try machines.policies(fleet, usual: own), answer: answer, speedUp: speedUp)
        let stateDir = stateDir
        try run.run(files: []) { () throws(BerthError) in try JournalTrace(stateDirectory: stateDir) }
    }
}
