import ArgumentParser
import BerthBench
import BerthModel
import BerthStorage
import BerthSystem

struct BenchPlacementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "placement",
        abstract: "Measure placements beside as many releases at a steady utilisation.",
        discussion: """
            berth bench placement --nodes 100000 --threads 2 --seconds 5
            berth bench placement --nodes 100000 --power-bound 0.7 --latency
            berth bench placement --fleet fleet.yaml --json

            Each thread keeps its part of every kind at the utilisation, places while it is below, and ends a job when it is not.
            """)

    @Option(help: ArgumentHelp("Place on the nodes of a fleet file instead of the modelled fleet.", valueName: "file"))
    var fleet: String?
    @OptionGroup var options: PlacementOptions

    mutating func run() async throws {
        let bench = try options.bench()
        let report = if let fleet { bench.run(on: try named(fleet)) } else { bench.run() }
        Invocation.console.out(options.json ? try Structured.json(report) : report.text(withTail: options.latency))
        guard report.invariants == "ok" else { throw Exit(.bug) }
    }

    private func named(_ path: String) throws(BerthError) -> MixedFleet {
        guard options.nodes == nil else {
            throw BerthError(.usage, "--nodes sizes the modelled fleet, and --fleet \(path) names another", hint: "use one of them")
        }
        let text: String
        do {
            text = try Files.readText(path, limit: FleetFile.fileBytesMax)
        } catch {
            throw BerthError(.invalidFleet, "the fleet file cannot be read: \(error)", field: path, cause: error)
        }
        do {
            let file = try FleetFile.decode(text, fileName: Files.name(of: path))
            let fleet = try file.resolve { _ throws(BerthError) in
                throw BerthError(.invalidFleet, "the benchmark places on modelled nodes, and the file names this host", field: path)
            }
            return try MixedFleet(fleet, powerBound: options.powerBound)
        } catch {
            throw error.ofConfiguration
        }
    }
}
