import ArgumentParser

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Replay recorded jobs on modelled machines through berth's own scheduler, without a daemon.",
        discussion: """
            berth simulate philly --jobs philly.csv --cluster 64x8
            berth simulate slurm --jobs sacct.txt --fleet fleet.yaml --compare today.yaml tomorrow.yaml --html out.html

            Time is virtual: months pass in seconds, and the same input gives the same figures. What a trace does not tell is said in the
            report. Exit codes: 64 usage, 65 a faulty trace (with file and line), 74 a file cannot be read or written, 78 policy or fleet.
            """,
        subcommands: [
            SimulateOpenBCommand.self, SimulatePhillyCommand.self, SimulateGavelCommand.self, SimulateSlurmCommand.self,
            SimulateAzureCommand.self,
            SimulateJournalCommand.self,
        ])
}
