import ArgumentParser
import BerthModel
import BerthSimulator

struct SimulateGavelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gavel", abstract: "Replay jobs of a Gavel trace, whose speed depends on the kind of device.",
        discussion: """
            berth simulate gavel --throughputs simulation_throughputs.json --jobs seed0.trace --cluster v100:36,p100:36,k80:36

            Jobs whose speed was not measured with their number of accelerators are counted, listed and left out; with --take-fewer they run
            as fast as with the largest number below theirs that was measured, and are counted too.
            """)

    @Option(help: ArgumentHelp("Measured throughputs.", valueName: "file")) var throughputs: String
    @Option(help: ArgumentHelp("The trace.", valueName: "file")) var jobs: String
    @OptionGroup var machines: MachineOptions
    @Option(help: "Devices of one member of a gang at most, 1 to 16; those of the largest node if not given.") var perMember: Int?
    @Option(help: ArgumentHelp("Arrivals come so many times as fast, 0.001 to 1000.", valueName: "factor")) var speedUp = 1.0
    @Flag(help: "Let jobs with a number of accelerators that was not measured run as fast as with fewer.") var takeFewer = false
    @OptionGroup var answer: AnswerOptions

    mutating func run() async throws {
        let fleet = try machines.machines()
        let each = try MemberSize.of(perMember, fleet)
        let table: GavelThroughputs
        do { table = try GavelThroughputs(file: throughputs) } catch { throw error.ofTrace }
        // Of two kinds with room, the one that stands first in the cluster is taken.
        let kinds = fleet.kinds.filter(table.kinds.contains)
        guard !kinds.isEmpty else {
            throw BerthError(
                .usage, "\(throughputs) has no throughputs of \(fleet.kinds.map(\.text).joined(separator: ", "))",
                hint: "it has \(table.kinds.map(\.text).joined(separator: ", "))")
        }
        let run = ReplayRun(
            scenario: "gavel", fleet: fleet, policies: try machines.policies(fleet), answer: answer, speedUp: speedUp,
            queue: try machines.queueName())
        let (jobs, takeFewer) = (TraceFile.path(jobs), takeFewer)
        try run.run(files: [jobs]) { () throws(BerthError) in
            ArrivalSorter(
                try GavelTrace(file: jobs, throughputs: table, kinds: kinds, devicesPerNode: each, takesFewer: takeFewer))
        }
    }
}
