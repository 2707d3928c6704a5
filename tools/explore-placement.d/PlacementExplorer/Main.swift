import BerthModel
import BerthPlacement

#if canImport(Glibc)
import Glibc
#endif

/// `PlacementExplorer [--claimers N] [--operations M] [--only SCENARIO,...] [--first]`
@main
enum Main {
    struct Options {
        var claimers = 2
        var operations = 4
        var only: [String]?
        /// Ends with the first fault that a walk meets, without looking for the shortest schedule.
        var first = false
    }

    static func main() throws {
        guard let options = parse(Array(CommandLine.arguments.dropFirst())) else {
            print("usage: tools/explore-placement [--claimers 2...3] [--operations 1...4] [--only SCENARIO,...] [--first]")
            print("scenarios: \(Scenario.all.map(\.name).joined(separator: " "))")
            exit(64)
        }
        print(line(["scenario", "states", "transitions", "longest", "at rest", "local states", "walks", "time", "result"]))
        var isBroken = false
        var (states, transitions) = (0, 0)
        for scenario in Scenario.all where options.only?.contains(scenario.name) ?? true {
            let explorer = try Explorer(scenario.cut(claimers: options.claimers, operations: options.operations))
            let clock = ContinuousClock()
            let start = clock.now
            var fault: Fault?
            do { try explorer.walk() } catch let found as Fault { fault = found }
            let report = explorer.report
            states += report.states
            transitions += report.transitions
            let seconds = start.duration(to: clock.now) / .milliseconds(100)
            print(
                line(
                    [
                        scenario.name, "\(report.states)", "\(report.transitions)", "\(report.longest)", "\(report.restStates)",
                        "\(report.localStates)", "\(report.walks)", "\(Double(Int(seconds)) / 10) s", fault?.text ?? "holds",
                    ]))
            unsafe fflush(nil)
            guard fault != nil else { continue }
            isBroken = true
            if options.first { break }
            try show(explorer)
        }
        print("\(states) states, \(transitions) transitions\(isBroken ? "; BROKEN" : "; every invariant held")")
        exit(isBroken ? EXIT_FAILURE : EXIT_SUCCESS)
    }

    private static let statesMax = 3_000_000

    private static func show(_ explorer: Explorer) throws {
        let found = explorer.schedule
        if let (schedule, fault) = try explorer.shortest(statesMax: statesMax) {
            print("shortest schedule, \(schedule.count) accesses: \(fault.text)")
            try explorer.describe(schedule).forEach { print($0) }
        } else {
            print("no schedule among the nearest \(statesMax) states; the one that was met, \(found.count) accesses:")
            try explorer.describe(found).forEach { print($0) }
        }
    }

    private static func line(_ fields: [String]) -> String {
        let widths = [18, 12, 13, 8, 9, 13, 6, 9]
        return zip(fields, widths + [0]).map { field, width in
            String(repeating: " ", count: max(0, width - field.count)) + field
        }.joined(separator: " ")
    }

    private static func parse(_ arguments: [String]) -> Options? {
        var options = Options()
        var rest = arguments[...]
        while let name = rest.popFirst() {
            switch name {
            case "--claimers":
                guard let value = rest.popFirst().flatMap({ Int($0) }), 1...3 ~= value else { return nil }
                options.claimers = value
            case "--operations":
                guard let value = rest.popFirst().flatMap({ Int($0) }), 1...4 ~= value else { return nil }
                options.operations = value
            case "--only":
                guard let names = rest.popFirst()?.split(separator: ",").map(String.init) else { return nil }
                guard names.allSatisfy({ name in Scenario.all.contains { $0.name == name } }) else { return nil }
                options.only = names
            case "--first": options.first = true
            default: return nil
            }
        }
        return options
    }
}
