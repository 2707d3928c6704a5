import ArgumentParser
import BerthSimulator
import Foundation

/// Random faults against the scheduler, with checkers apart from it.
struct Faults: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let nodes, messages, disks and clocks fail at random, and count again what the scheduler decided.",
        discussion: """
            An event is a journal entry, a delivered message, a command or a fault. Runs longer than an epoch are made of several
            runs, with the seeds that follow. After the faults of each epoch everything that is left must start and end. Exit: 0
            every invariant held, 1 one broke (the last lines say how to see it again).
            """)

    @Option(help: "The seed of the first epoch.") var seed: UInt64 = 1
    @Option(help: "Events in all, at least.") var events = 100_000
    @Option(help: "Nodes of each fleet, 3 to 100000; else the seed says.") var nodes: Int?
    @Option(help: "Events of one epoch before its faults end.") var epoch = 100_000
    @Flag(help: "One JSON object a line, one for each epoch.") var json = false
    @Flag(help: "Say on standard error how far it is.") var progress = false

    func validate() throws {
        guard (1...1_000_000_000_000).contains(events), (1...1_000_000_000).contains(epoch) else {
            throw ValidationError("--events and --epoch are positive")
        }
        guard (3...100_000).contains(nodes ?? 3) else { throw ValidationError("--nodes is not in 3...100000") }
    }

    mutating func run() throws {
        var total = Totals()
        var next = seed
        var told = Date.distantPast
        while total.events < events {
            let size = min(epoch, max(1, events - total.events))
            let run = FaultRun(FaultOptions(seed: next, events: size, nodes: nodes))
            let report = run.run { done in
                if progress, Date().timeIntervalSince(told) > 5 {
                    told = Date()
                    say("\(total.events + done) events")
                }
            }
            total.add(report)
            if json { print(try Faults.line(report)) } else { print(Faults.text(report)) }
            if let fault = report.fault {
                describe(fault, report, size)
                throw ExitCode(1)
            }
            next += 1
        }
        if !json, total.epochs > 1 { print(total.text) }
    }

    private func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    private static func line(_ report: FaultReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }

    private static func text(_ report: FaultReport) -> String {
        var lines = [
            "seed \(report.seed): \(report.nodes) nodes, \(report.events) events (\(report.safetyEvents) with faults), "
                + "\(report.jobEvents) job events, \(report.entries) entries, \(report.decisions) placements, "
                + "\(report.virtualMilliseconds / 1000) s of virtual time, digest \(report.digest)"
        ]
        for (name, times) in report.counts.sorted(by: { $0.key < $1.key }) { lines.append("  \(name): \(times)") }
        return lines.joined(separator: "\n")
    }

    private func describe(_ fault: String, _ report: FaultReport, _ size: Int) {
        say("broken: \(fault)")
        say("seed \(report.seed), event \(report.faultEvent ?? 0); what happened before, oldest first (virtual milliseconds):")
        for line in report.history { say("  \(line)") }
        let fleet = nodes.map { " --nodes \($0)" } ?? ""
        say("again: SimulatorBench faults --seed \(report.seed) --events \(size) --epoch \(size)\(fleet)")
    }
}

/// Several epochs together.
struct Totals {
    var epochs = 0
    var events = 0
    var jobEvents = 0
    var placements = 0

    mutating func add(_ report: FaultReport) {
        epochs += 1
        events += report.events
        jobEvents += report.jobEvents
        placements += report.decisions
    }

    var text: String { "\(epochs) epochs: \(events) events, \(jobEvents) job events, \(placements) placements, 0 broken invariants" }
}
