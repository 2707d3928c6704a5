package import ArgumentParser
package import BerthModel

/// The options of `berth bench placement` and of the small program that `tools/compare-core` builds.
package struct PlacementOptions: ParsableArguments {
    @Option(help: "Nodes of the modelled fleet, 1 to 1000000; 100000 if neither this nor a fleet file is given.")
    package var nodes: Int?
    @Option(help: "Threads that place at once, 1 to 64.")
    package var threads = 1
    @Option(help: "Devices in use, as a part of all.")
    package var utilisation = 0.8
    @Option(help: "Seconds of each of the two runs: one for the rates, one for the latencies.")
    package var seconds = 2.0
    @Option(help: "Rack budgets as a part of what their nodes could draw; without it no budget binds.")
    package var powerBound: Double?
    @Option(help: "Seed of the job mix and of what each thread does.")
    package var seed: UInt64 = 1
    @Option(help: "Which job ends next: random, as in a fleet, or newest, whose node is still in the cache.")
    package var victims = PlacementBench.Victims.random
    @Flag(help: "Show p99.99 too.")
    package var latency = false
    @Flag(help: "One JSON object instead of the table.")
    package var json = false

    package init() {}

    /// - Throws: `BerthError` with code `usage` for a value out of its range.
    package func bench() throws(BerthError) -> PlacementBench {
        var bench = PlacementBench()
        bench.nodes = nodes ?? bench.nodes
        bench.threads = threads
        bench.utilisation = utilisation
        bench.seconds = seconds
        bench.powerBound = powerBound
        bench.seed = seed
        bench.victims = victims
        try bench.validate()
        return bench
    }
}

extension PlacementBench.Victims: ExpressibleByArgument {}
extension PlacementBench.Core: ExpressibleByArgument {}
