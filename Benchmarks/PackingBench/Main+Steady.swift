import BerthSimulator
import Foundation

/// Fleets where pods come and go.
extension Main {
    func runSteady(_ fleet: PackingFleet) throws {
        print("trace        rule        load  refused %  allocated %  fragments %  kW")
        for trace in trace.split(separator: ",").map(String.init) {
            let demand = try PackingDemand(CSVRows(file: "\(traces)/openb_pod_list_\(trace).csv"), on: fleet)
                .rounded(cpuMilliStep: CoreFleet.coreMilli)
            for rule in rule.isEmpty ? Rule.allCases : rule { try runSteady(trace, rule, demand, fleet) }
        }
    }

    private func runSteady(_ trace: String, _ rule: Rule, _ demand: PackingDemand, _ fleet: PackingFleet) throws {
        var sums = [Double](repeating: 0, count: 4)
        let seeds = seeds.split(separator: ",").compactMap { UInt64($0) }
        for seed in seeds {
            let ordered = fleet.ordered(PackingArrivals(demand, on: fleet, seed: seed).nodeOrder)
            let steady = PackingSteady(ordered, demand, loadPercent: load ?? 90, seed: seed)
            let result: PackingSteady.Result
            switch rule {
            case .firstFit:
                var rule = FirstFit(ordered, demand.specs)
                result = steady.run(&rule)
            case .fgd:
                var rule = FGD(ordered, demand.specs, pods: demand.pods)
                result = steady.run(&rule)
            case .core:
                var rule = try core(ordered, demand, nil)
                result = steady.run(&rule)
            }
            for (index, value) in [result.refusedPercent, result.allocation, result.fragmentPercent, result.kilowatts].enumerated() {
                sums[index] += value / Double(seeds.count)
            }
        }
        func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(1, width - text.count)) }
        let numbers = zip(sums, [11, 13, 13, 8]).map { padded(String(format: "%.2f", $0), $1) }
        print(padded(trace, 13) + padded(rule.rawValue, 12) + padded("\(load ?? 90)", 6) + numbers.joined())
    }
}
