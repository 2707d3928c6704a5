import ArgumentParser
import BerthBench
import BerthModel
import FoundationEssentials

/// `berth bench placement`, with a choice of what places: see `tools/compare-core`.
struct Placement: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measure placements beside as many releases at a steady utilisation.")

    @OptionGroup var options: PlacementOptions
    @Option(help: "What places: lock-free, mutex (the same engine behind one mutex), or scan (every node for each job).")
    var core = PlacementBench.Core.lockFree

    mutating func run() throws {
        var bench = try Refused.words { () throws(BerthError) in try options.bench() }
        bench.core = core
        let report = bench.run()
        print(options.json ? try Output.json(report) : report.text(withTail: options.latency))
    }
}
