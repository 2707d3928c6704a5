import ArgumentParser
import BerthModel
import BerthSimulator
import BerthStorage

struct SimulateOpenBCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openb", abstract: "Pack the pods of an openb list: what is allocated, fragmented and drawn.",
        discussion: """
            berth simulate openb --nodes openb_node_list_gpu_node.csv --jobs openb_pod_list_default.csv --seed 42 --inflate 1.3
            berth simulate openb --nodes nodes.csv --jobs pods.csv --arrivals pods.txt --node-order rank.csv --rule learnt --rule fgd

            All pods arrive in a random order, then copies of them until so many times the fleet's GPUs are asked for. Nobody leaves, and
            what fits somewhere must be placed. Times of decisions are of one core of this machine.
            """)

    @Option(help: ArgumentHelp("The list of nodes.", valueName: "file")) var nodes: String
    @Option(help: ArgumentHelp("The list of pods.", valueName: "file")) var jobs: String
    @Option(help: ArgumentHelp("Pods in a given order of arrival, by name.", valueName: "file")) var arrivals: String?
    @Option(help: ArgumentHelp("Nodes with their rank where several are equally good.", valueName: "file")) var nodeOrder: String?
    @Option(help: "Of the order of arrivals and nodes; 1 if not given.") var seed: UInt64?
    @Option(help: ArgumentHelp("GPU asked for in the end, in fleets: 0.01 to 10; 1.3 if not given.", valueName: "factor")) var inflate:
        Double?
    @Option(help: "learnt, fgd or first-fit; twice to compare two.") var rule: [OpenBRule] = []
    @Option(help: ArgumentHelp("The policy whose key placement says how to pack; learnt if not given.", valueName: "file")) var policy:
        String?
    @Option(parsing: .upToNextOption, help: ArgumentHelp("Two policies side by side.", valueName: "file file"))
    var compare: [String] = []
    @OptionGroup var answer: AnswerOptions

    mutating func run() async throws {
        guard rule.count <= 2 else { throw BerthError(.usage, "--rule compares two rules, not \(rule.count)") }
        guard compare.isEmpty || compare.count == 2 else {
            throw BerthError(.usage, "--compare takes two policy files, not \(compare.count)")
        }
        guard compare.isEmpty || policy == nil else {
            throw BerthError(.usage, "--policy and --compare both name policies", hint: "use one of them")
        }
        guard policy == nil || rule.isEmpty, compare.isEmpty || rule.isEmpty else {
            throw BerthError(.usage, "--rule and a policy both say how to pack", hint: "use one of them")
        }
        let runs = try runs()
        let simulation = try simulation()
        var reports: [OpenBReport] = []
        for run in runs { reports.append(try simulation.run(run.rule, name: run.name)) }
        try SimulationAnswer(reports: reports) { OpenBPage.html(reports) }.give(answer)
    }

    /// What is run, and what it is called.
    private func runs() throws(BerthError) -> [(rule: OpenBRule, name: String)] {
        var runs: [(rule: OpenBRule, name: String)] = []
        for file in compare.isEmpty ? [policy].compactMap(\.self) : compare {
            let text = try PolicyCheckCommand.checked(file)
            let rule: OpenBRule
            do { rule = try OpenBRule(policyFile: text, name: file) } catch { throw error.ofConfiguration }
            runs.append((rule, "\(file): \(rule.name)"))
        }
        guard runs.isEmpty else { return runs }
        return (rule.isEmpty ? [.usual] : rule).map { ($0, $0.name) }
    }

    private func simulation() throws(BerthError) -> OpenBSimulation {
        guard (arrivals == nil) == (nodeOrder == nil) else {
            throw BerthError(.usage, "--arrivals and --node-order belong together", hint: "give both, or --seed")
        }
        guard let arrivals, let nodeOrder else {
            let factor = inflate ?? 1.3
            guard factor.isFinite, (0.01...10).contains(factor) else { throw BerthError(.usage, "--inflate \(factor) is not in 0.01...10") }
            do {
                return try OpenBSimulation(
                    nodes: CSVRows(file: nodes), pods: CSVRows(file: jobs), seed: seed ?? 1, inflatePercent: Int((factor * 100).rounded()))
            } catch {
                throw SimulateOpenBCommand.fault(error)
            }
        }
        guard seed == nil, inflate == nil else {
            throw BerthError(.usage, "--arrivals gives the order and the number of pods; --seed and --inflate make them")
        }
        do {
            return try OpenBSimulation(
                nodes: CSVRows(file: nodes), pods: CSVRows(file: jobs), arrivals: CSVRows(file: arrivals), ranks: CSVRows(file: nodeOrder))
        } catch {
            throw SimulateOpenBCommand.fault(error)
        }
    }

    /// Here the list of nodes is part of the trace.
    private static func fault(_ error: BerthError) -> BerthError {
        guard error.code == .invalidFleet else { return error.ofTrace }
        return BerthError(.invalidSyntax, error.message, field: error.field, hint: error.hint)
    }
}

extension OpenBRule: ExpressibleByArgument {
    public init?(argument: String) {
        guard let rule = OpenBRule.named[argument] else { return nil }
        self = rule
    }

    public static var allValueStrings: [String] { OpenBRule.named.keys.sorted() }
}
