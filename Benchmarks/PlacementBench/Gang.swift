import ArgumentParser
import BerthBench
import BerthModel

/// `berth bench gang`.
struct Gang: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measure gangs placed whole or not at all.")

    @OptionGroup var options: GangOptions

    mutating func run() throws {
        let report = try Refused.words { () throws(BerthError) in try options.bench().run() }
        print(options.json ? try Output.json(report) : report.text)
    }
}
