import ArgumentParser
import BerthModel
import BerthSimulator

struct SimulateSlurmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slurm", abstract: "Replay the accounting of a Slurm cluster.",
        discussion: """
            TZ=UTC sacct -P -a -o JobID,Submit,Eligible,Start,End,Elapsed,State,AllocTRES,ReqTRES,NNodes,Account,User > jobs.txt
            berth simulate slurm --jobs jobs.txt --cluster h100:32x8 --policy policy.yaml

            Accounts are agencies. Slurm's priorities are not used: the policy decides. Types of devices that are called otherwise here are
            renamed with --kind a100=a100-80.
            """)

    @Option(help: ArgumentHelp("The output of sacct.", valueName: "file")) var jobs: String
    @OptionGroup var machines: MachineOptions
    @Option(help: ArgumentHelp("Another name for a type of devices; may be given several times.", valueName: "type=kind"))
    var kind: [String] = []
    @Option(help: "Devices of one member of a gang at most, 1 to 16; those of the largest node if not given.") var perMember: Int?
    @Option(help: ArgumentHelp("Arrivals come so many times as fast, 0.001 to 1000.", valueName: "factor")) var speedUp = 1.0
    @OptionGroup var answer: AnswerOptions

    mutating func run() async throws {
        let fleet = try machines.machines()
        let each = try MemberSize.of(perMember, fleet)
        let names = try kindNames()
        let run = ReplayRun(
            scenario: "slurm", fleet: fleet, policies: try machines.policies(fleet), answer: answer, speedUp: speedUp,
            queue: try machines.queueName())
        let jobs = TraceFile.path(jobs)
        try run.run(files: [jobs]) { () throws(BerthError) in
            ArrivalSorter(try SlurmTrace(file: jobs, devicesPerNode: each, kindNames: names))
        }
    }

    private func kindNames() throws(BerthError) -> [String: KindName] {
        var names: [String: KindName] = [:]
        for text in kind {
            let halves = text.split(separator: "=", omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[0].isEmpty, let name = try? KindName(String(halves[1])) else {
                throw BerthError(.usage, "--kind \"\(text.prefix(80))\" is not TYPE=KIND", hint: "such as a100=a100-80")
            }
            names[String(halves[0])] = name
        }
        return names
    }
}
