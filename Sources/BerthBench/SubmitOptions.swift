package import ArgumentParser
package import BerthModel

/// The options of `berth bench submit`.
package struct SubmitOptions: ParsableArguments {
    @Option(help: "Jobs to submit, 1 to 10000000.")
    package var jobs = 100_000
    @Option(help: "Jobs of each request, 1 to 20000.")
    package var batch = 1000
    @Option(help: "Clients that submit at once, each over a connection of its own, 1 to 64.")
    package var clients = 2
    @Option(help: ArgumentHelp("What each job asks for; without it an eighth of a core and 1 MiB.", valueName: "kind:count"))
    package var accel: String?
    @Flag(help: "Give each job a name and an argument of its own and one of 64 memory sizes; without it all are alike.")
    package var distinct = false
    @Option(help: "Seconds after which nothing more is sent; after as many again nothing more is waited for.")
    package var seconds = 120.0
    @Flag(help: "One JSON object instead of the table.")
    package var json = false

    package init() {}

    /// - Throws: `BerthError` with code `usage` for a value out of its range.
    package func bench() throws(BerthError) -> SubmitBench {
        var bench = SubmitBench()
        bench.jobs = jobs
        bench.batch = batch
        bench.clients = clients
        bench.accelerators = accel
        bench.isDistinct = distinct
        bench.seconds = seconds
        try bench.validate()
        return bench
    }
}
