import ArgumentParser
import BerthBench
import BerthModel
import FoundationEssentials

/// `berth bench placement` without the rest of berth, and with what the engine is compared with: see `tools/compare-core`.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "PlacementBench", abstract: "Measure placements beside as many releases at a steady utilisation.")

    @OptionGroup var options: PlacementOptions
    @Option(help: "What places: lock-free, mutex (the same engine behind one mutex), or scan (every node for each job).")
    var core = PlacementBench.Core.lockFree

    mutating func run() throws {
        let bench: PlacementBench
        do {
            var chosen = try options.bench()
            chosen.core = core
            bench = chosen
        } catch {
            throw ValidationError(error.message)
        }
        let report = bench.run()
        guard options.json else {
            print(report.text(withTail: options.latency), terminator: "")
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        print(String(decoding: try encoder.encode(report), as: UTF8.self))
    }
}
