import ArgumentParser
import BerthBench
import BerthClient
import BerthModel

struct BenchSubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Measure a daemon on the simulated executor from the socket to its disk.",
        discussion: """
            berthd --executor simulated --fleet Policies/fleet-bench.yaml --policy Policies/single-team.yaml \\
                --state-dir DIR --socket PATH --init
            berth bench submit --socket PATH --jobs 200000 --batch 1000 --clients 2 --json

            The jobs stay in the daemon's journal: use a state directory of their own. No other job may wait or run there meanwhile.
            """)

    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @OptionGroup var options: SubmitOptions

    mutating func run() async throws {
        let report = try await SubmitRun(try options.bench()) { [connection] in connection.client() }.report()
        Invocation.console.out(options.json ? try Structured.json(report) : report.text)
        guard report.lost == 0 else { throw Exit(.bug) }
        guard report.refused == 0 else { throw Exit(.failure) }
    }
}
