import Foundation

/// `PlacementStress [--engine] OPERATIONS [SEED]`: a random interleaving on 2 threads; exit 0 when every invariant held.
@main
enum Main {
    static func main() throws {
        var arguments = CommandLine.arguments.dropFirst()
        let isEngine = arguments.first == "--engine"
        if isEngine { arguments = arguments.dropFirst() }
        guard let operations = arguments.first.flatMap({ Int($0) }), operations > 0 else {
            print("usage: PlacementStress [--engine] OPERATIONS [SEED]")
            exit(EX_USAGE)
        }
        let seed = arguments.dropFirst().first.flatMap { UInt64($0) } ?? 1
        if isEngine { return engine(operations, seed) }
        let clock = ContinuousClock()
        let start = clock.now
        let report = try Interleaving(operations: operations, seed: seed).run()
        let elapsed = start.duration(to: clock.now)
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        print("seed \(seed): \(report.claims) claims and \(report.releases) releases on 2 threads in \(Int(seconds.rounded())) s")
        print("  \(Int(Double(report.claims + report.releases) / seconds)) operations/s, each with its planning")
        print("  \(report.refusals) requests did not fit, \(report.conflicts) planned claims met the other thread's")
        print("  \(report.lowerings) changes of the budgets, \(report.readings) readings of all headrooms by a third thread")
        let hammer = try PowerHammer(attempts: operations / 2).run()
        print("  \(hammer.claims) claims for the watts of one rack won and \(hammer.refusals) lost, under \(hammer.readings) readings")
        end(report.faults + hammer.faults)
    }

    private static func engine(_ operations: Int, _ seed: UInt64) {
        let report = EngineStress(operations: operations, seed: seed).run()
        print("seed \(seed): the engine made \(report.claims) claims on 2 threads, \(report.gangs) gangs among them")
        print("  \(report.refusals) requests did not fit, \(report.conflicts) claims met the other thread's")
        print("  \(report.changes) drains, labels and budgets changed")
        end(report.faults)
    }

    private static func end(_ faults: [String]) {
        for fault in faults.prefix(20) { print("FAULT \(fault)") }
        print(faults.isEmpty ? "every invariant held" : "\(faults.count) faults")
        guard faults.isEmpty else { exit(EXIT_FAILURE) }
    }
}
