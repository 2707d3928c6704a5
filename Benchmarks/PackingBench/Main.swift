import ArgumentParser
import BerthModel
import BerthPlacement
import BerthSimulator

/// Placement quality on openb: see docs/decisions/0110.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "PackingBench", abstract: "Replay openb with rules of placement: what each allocates and draws.",
        discussion: """
            Columns: GPU allocation in percent at 100 and 130 % requested; kW at 20, 50 and 80 % requested; decisions a second on
            one core, the 99th percentile of one in microseconds, learning included. Means over the seeds.
            """)

    enum Rule: String, CaseIterable, ExpressibleByArgument { case firstFit = "first-fit", fgd, core }

    @Option(help: "The folder with the openb lists.") var traces: String
    @Option(help: "Pod lists, by the end of their names, separated by commas.") var trace = "default"
    @Option(help: "Seeds, separated by commas. Where the folder has the published order of a list and seed, that is replayed.")
    var seeds = "42,43,44,45,46"
    @Option(help: "Only this rule: first-fit, fgd, or core (the production core). May be given several times.") var rule: [Rule] = []
    @Option(help: "CPU that pods with GPUs ask for, in percent of the list.") var cpuPercent = 100
    @Option(help: "CPU that pods without GPUs ask for, in percent of the list.") var cpuOnlyPercent = 100
    @Option(help: "The node list so many times over.") var fleets = 1
    @Option(help: "What a policy's placement says, for core: \(PlacementRule.allCases.map(\.rawValue).joined(separator: ", ")).")
    var placement = "learnt"
    @Option(help: "CPU of pods is rounded up to this many thousandths; core always sees 125.") var cpuStep = 1
    @Option(help: "Of the site, in kW: a pod that would draw more is rejected. FGD then breaks ties by the watts of GPUs.")
    var budgetKw: Int?
    @Option(help: "Pods come and go instead, so many that they ask for this percentage of the fleet's GPUs at any moment.") var load: Int?
    @Flag(help: "For core: say which cores each pod has, as the daemon does for a job, and count the time.") var names = false
    @Flag(help: "A line for each seed as well.") var each = false

    func validate() throws {
        guard (1...100).contains(fleets) else { throw ValidationError("--fleets is not in 1...100") }
        guard (100...10_000).contains(cpuPercent), (100...10_000).contains(cpuOnlyPercent) else {
            throw ValidationError("--cpu-percent and --cpu-only-percent are 100 to 10000")
        }
        guard (1...100_000).contains(budgetKw ?? 1), (1...200).contains(load ?? 1), cpuStep > 0, cpuStep <= 1000 else {
            throw ValidationError("--budget-kw is 1 to 100000, --load 1 to 200, --cpu-step 1 to 1000")
        }
        guard PlacementRule(rawValue: placement) != nil else { throw ValidationError("\"\(placement)\" is no rule of placement") }
        for seed in seeds.split(separator: ",") where UInt64(seed) == nil { throw ValidationError("\"\(seed)\" is no seed") }
    }

    mutating func run() throws {
        do { try replayAll() } catch let error as BerthError { throw ValidationError(error.description) }
    }

    private func replayAll() throws {
        let fleet = try PackingFleet(CSVRows(file: "\(traces)/openb_node_list_gpu_node.csv")).repeated(fleets)
        if load != nil { return try runSteady(fleet) }
        print("trace        rule        seed   @100    @130    kW@20   kW@50   kW@80  decisions/s  p99 us")
        for trace in trace.split(separator: ",").map(String.init) {
            let list = try PackingDemand(CSVRows(file: "\(traces)/openb_pod_list_\(trace).csv"), on: fleet)
            if !list.tooLarge.isEmpty {
                print("\(trace): no node holds \(list.tooLarge.count) pods: \(list.tooLarge.prefix(10).joined(separator: " "))")
            }
            let demand = list.scaled(
                percent: cpuPercent, cpuOnlyPercent: cpuOnlyPercent, cpuMilliMax: fleet.kinds.map(\.cpuMilli).max() ?? 0)
            for rule in rule.isEmpty ? Rule.allCases : rule {
                let step = rule == .core ? max(cpuStep, Int(CoreFleet.coreMilli)) : cpuStep
                try replay(trace, rule, demand.rounded(cpuMilliStep: Int32(step)), fleet)
            }
        }
    }

    private func replay(_ trace: String, _ rule: Rule, _ demand: PackingDemand, _ fleet: PackingFleet) throws {
        var (lines, all) = ([TableLine](), TableLine())
        for seed in seeds.split(separator: ",").compactMap({ UInt64($0) }) {
            let arrivals = try arrivals(trace, seed, demand, fleet)
            let ordered = fleet.ordered(arrivals.nodeOrder)
            let budget = budgetKw.map { $0 * 1000 }
            let replay = PackingReplay(ordered, demand.specs, arrivals.specs, budgetWatts: budget)
            let line =
                switch rule {
                case .firstFit: TableLine(replay, FirstFit(ordered, demand.specs))
                case .fgd: TableLine(replay, FGD(ordered, demand.specs, pods: demand.pods, tiesByWatts: budget != nil))
                case .core: try TableLine(replay, core(ordered, demand, budget))
                }
            if each { print(line.text(trace, rule.rawValue, "\(seed)")) }
            lines.append(line)
        }
        all.average(lines)
        print(all.text(trace, rule.rawValue, "mean"))
    }

    func core(_ fleet: PackingFleet, _ demand: PackingDemand, _ budget: Int?) throws -> CorePacking {
        try CorePacking(
            fleet, demand.specs, rule: PlacementRule(rawValue: placement) ?? .learnt, isNaming: names, budgetWatts: budget)
    }

    private func arrivals(_ trace: String, _ seed: UInt64, _ demand: PackingDemand, _ fleet: PackingFleet) throws -> PackingArrivals {
        let prefix = "\(traces)/arrivals/\(trace)_seed\(seed)"
        guard fleets == 1, let pods = try? CSVRows(file: prefix + "_pods.txt") else {
            return PackingArrivals(demand, on: fleet, seed: seed)
        }
        return try PackingArrivals(pods: pods, ranks: CSVRows(file: prefix + "_noderank.csv"), demand, on: fleet)
    }
}
