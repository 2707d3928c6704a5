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
    @Flag(help: "Measure gangs of 64 members of 8 devices instead, as JSON, on the modelled fleet.")
    var gang = false
    @Option(help: "With --gang: gangs that the free nodes hold.")
    var freeGangs = 300.0

    mutating func run() throws {
        let bench: PlacementBench
        do {
            var chosen = try options.bench()
            chosen.core = core
            bench = chosen
        } catch {
            throw ValidationError(error.message)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        if gang {
            guard freeGangs >= 0, freeGangs <= 10_000 else { throw ValidationError("--free-gangs is 0 to 10,000, not \(freeGangs)") }
            var gangs = GangBench()
            (gangs.nodes, gangs.threads, gangs.seconds, gangs.seed) = (bench.nodes, bench.threads, bench.seconds, bench.seed)
            gangs.freeGangs = freeGangs
            print(String(decoding: try encoder.encode(gangs.run()), as: UTF8.self))
            return
        }
        let report = bench.run()
        guard options.json else {
            print(report.text(withTail: options.latency), terminator: "")
            return
        }
        print(String(decoding: try encoder.encode(report), as: UTF8.self))
    }
}
