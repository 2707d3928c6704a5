import ArgumentParser
import BerthModel
import BerthSimulator

struct SimulatePhillyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "philly", abstract: "Replay jobs of Microsoft's Philly trace: gangs that wait for whole sets of devices.",
        discussion: """
            berth simulate philly --jobs philly_jobs.csv --cluster 64x8
            berth simulate philly --jobs philly_jobs.csv --cluster 64x8 --speed-up 1.2 --compare a.yaml b.yaml --html out.html

            The table has the columns timestamp, duration, num_gpus and, where it tells agencies apart, cluster. "-" reads standard input.
            """)

    @Option(help: ArgumentHelp("The table of jobs.", valueName: "file")) var jobs: String
    @OptionGroup var machines: MachineOptions
    @Option(help: "Devices of one member of a gang at most, 1 to 16; those of the largest node if not given.") var perMember: Int?
    @Option(help: ArgumentHelp("Arrivals come so many times as fast, 0.001 to 1000.", valueName: "factor")) var speedUp = 1.0
    @OptionGroup var answer: AnswerOptions

    mutating func run() async throws {
        let fleet = try machines.machines()
        let each = try MemberSize.of(perMember, fleet)
        let run = ReplayRun(
            scenario: "philly", fleet: fleet, policies: try machines.policies(fleet), answer: answer, speedUp: speedUp,
            queue: try machines.queueName())
        let jobs = TraceFile.path(jobs)
        try run.run(files: [jobs]) { () throws(BerthError) in ArrivalSorter(try PhillyTrace(file: jobs, devicesPerNode: each)) }
    }
}
