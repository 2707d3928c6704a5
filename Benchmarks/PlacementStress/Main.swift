import Foundation

/// `PlacementStress OPERATIONS [SEED]`: a random interleaving on 2 threads; exit 0 when every invariant held.
@main
enum Main {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let operations = arguments.first.flatMap({ Int($0) }), operations > 0 else {
            print("usage: PlacementStress OPERATIONS [SEED]")
            exit(EX_USAGE)
        }
        let seed = arguments.dropFirst().first.flatMap { UInt64($0) } ?? 1
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
        let faults = report.faults + hammer.faults
        for fault in faults.prefix(20) { print("FAULT \(fault)") }
        print(faults.isEmpty ? "every invariant held" : "\(faults.count) faults")
        guard faults.isEmpty else { exit(EXIT_FAILURE) }
    }
}
