import BerthModel
import BerthPlacement

#if canImport(Glibc)
import Glibc
#endif

/// `PlacementExplorer [--claimers N] [--operations M] [--only SCENARIO,...] [--first] [--states-max N] [--seconds-max N] [--plain]`
@main
enum Main {
    struct Options {
        var claimers = 2
        var operations = 4
        var only: [String]?
        /// Ends with the first fault that a walk meets, without looking for the shortest schedule.
        var first = false
        var limits = Explorer.Limits()
    }

    private static let usage = """
        usage: tools/explore-placement [--claimers 2...3] [--operations 1...4] [--only SCENARIO,...] [--first]
                                       [--states-max N] [--seconds-max N] [--plain]
        scenarios: \(Scenario.all.map(\.name).joined(separator: " "))
        """
    private static let exitUnfinished: Int32 = 2

    static func main() throws {
        guard let options = parse(Array(CommandLine.arguments.dropFirst())) else {
            print(usage)
            exit(64)
        }
        print(
            line([
                "scenario", "states", "transitions", "bytes", "longest", "at rest", "digest", "in hand", "walks", "time",
                "result",
            ]))
        var isBroken = false
        var unfinished: [String] = []
        var (states, transitions) = (0, 0)
        for scenario in Scenario.all where options.only?.contains(scenario.name) ?? true {
            let explorer = try Explorer(
                scenario.cut(claimers: options.claimers, operations: options.operations), options.limits)
            let clock = ContinuousClock()
            let start = clock.now
            var fault: Fault?
            var isFinished = true
            do {
                try explorer.walk()
            } catch let found as Fault {
                fault = found
            } catch is Explorer.Unfinished {
                isFinished = false
                unfinished.append(scenario.name)
            }
            let report = explorer.report
            states += report.states
            transitions += report.transitions
            let tenths = start.duration(to: clock.now) / .milliseconds(100)
            let result = isFinished ? "holds" : "not finished, \(report.states) states walked"
            print(
                line(
                    [
                        scenario.name, "\(report.states)", "\(report.transitions)", "\(report.bytes)", "\(report.longest)",
                        "\(report.restStates)", String(report.restDigest >> 32, radix: 16), "\(report.localStates)",
                        "\(report.walks)",
                        "\(Double(Int(tenths)) / 10) s", fault?.text ?? result,
                    ]))
            fflush(nil)
            guard fault != nil else { continue }
            isBroken = true
            if options.first { break }
            try show(explorer)
        }
        let end = isBroken ? "BROKEN" : unfinished.isEmpty ? "every invariant held" : "not finished: " + unfinished.joined(separator: " ")
        print("\(states) states, \(transitions) transitions; \(end)")
        exit(isBroken ? EXIT_FAILURE : unfinished.isEmpty ? EXIT_SUCCESS : exitUnfinished)
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
        let widths = [18, 12, 13, 12, 8, 8, 9, 9, 6, 9]
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
            case "--plain": options.limits.isPlain = true
            case "--states-max":
                guard let value = rest.popFirst().flatMap({ Int($0) }), value > 0 else { return nil }
                options.limits.states = value
            case "--seconds-max":
                guard let value = rest.popFirst().flatMap({ Int($0) }), 1...1_000_000 ~= value else { return nil }
                options.limits.seconds = value
            default: return nil
            }
        }
        return options
    }
}
