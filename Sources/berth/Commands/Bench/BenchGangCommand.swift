import ArgumentParser
import BerthBench

struct BenchGangCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gang",
        abstract: "Measure gangs placed whole or not at all, in as few racks as hold them.",
        discussion: """
            berth bench gang --nodes 100000 --members 64 --slots 8
            berth bench gang --threads 2 --free-gangs 1.5 --json

            All nodes of the members' kind are taken but for whole racks that hold --free-gangs gangs; each thread places one and ends it.
            """)

    @OptionGroup var options: GangOptions

    mutating func run() async throws {
        let report = try options.bench().run()
        Invocation.console.out(options.json ? try Structured.json(report) : report.text)
        guard report.invariants == "ok" else { throw Exit(.bug) }
    }
}
