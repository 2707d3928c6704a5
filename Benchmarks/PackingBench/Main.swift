import ArgumentParser
import BerthModel
import BerthSimulator
import FoundationEssentials

/// Placement quality on openb: see docs/decisions/0110.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "PackingBench", abstract: "Replay openb traces with rules of placement, and print what each allocated and drew.")

    @Option(help: "The folder with the openb lists.") var traces: String
    @Option(help: "Which pod lists, by the end of their names, separated by commas.") var trace = "default"
    @Option(help: "Seeds, separated by commas. 42 to 46 are the published order where the folder has it.") var seeds = "42,43,44,45,46"
    @Option(help: "Which rules, separated by commas: first-fit, fgd, berth.") var rule = "first-fit,fgd,berth"

    mutating func run() throws {
        let fleet = try PackingFleet(CSVRows(file: "\(traces)/openb_node_list_gpu_node.csv"))
        for trace in trace.split(separator: ",") {
            let demand = try PackingDemand(CSVRows(file: "\(traces)/openb_pod_list_\(trace).csv"), on: fleet)
            for rule in rule.split(separator: ",") {
                var results: [PackingResult] = []
                for seed in seeds.split(separator: ",") {
                    let arrivals = try PackingArrivals(
                        pods: CSVRows(file: "\(traces)/arrivals/default_seed\(seed)_pods.txt"),
                        ranks: CSVRows(file: "\(traces)/arrivals/default_seed\(seed)_noderank.csv"), demand, on: fleet)
                    let ordered = fleet.ordered(arrivals.nodeOrder)
                    let replay = PackingReplay(ordered, demand.specs, arrivals.specs)
                    switch rule {
                    case "first-fit":
                        var rule = FirstFit(ordered, demand.specs)
                        results.append(replay.run(&rule))
                    default:
                        var rule = FGD(ordered, demand.specs, pods: demand.pods)
                        results.append(replay.run(&rule))
                    }
                    print(trace, rule, seed, results[results.count - 1])
                }
            }
        }
    }
}
