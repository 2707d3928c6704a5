package import ArgumentParser
package import BerthModel

/// The options of `berth bench gang`.
package struct GangOptions: ParsableArguments {
    @Option(help: "Nodes of the modelled fleet, 1 to 1000000.")
    package var nodes = 100_000
    @Option(help: "Threads that place gangs at once, 1 to 64.")
    package var threads = 1
    @Option(help: "Members of each gang, 1 to 4096.")
    package var members = 64
    @Option(help: "Devices of each member: a legal set of some kind.")
    package var slots = 8
    @Option(help: "Gangs that the free racks hold, 0 to 10000; everything else is taken.")
    package var freeGangs = 300.0
    @Option(help: "Seconds of the run.")
    package var seconds = 2.0
    @Option(help: "Seed of which racks are free.")
    package var seed: UInt64 = 1
    @Flag(help: "One JSON object instead of the table.")
    package var json = false

    package init() {}

    /// - Throws: `BerthError` with code `usage` for a value out of its range.
    package func bench() throws(BerthError) -> GangBench {
        var bench = GangBench()
        bench.nodes = nodes
        bench.threads = threads
        bench.members = members
        bench.slots = slots
        bench.freeGangs = freeGangs
        bench.seconds = seconds
        bench.seed = seed
        try bench.validate()
        return bench
    }
}
