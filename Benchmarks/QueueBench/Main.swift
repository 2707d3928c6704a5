import ArgumentParser
import BerthPolicy
import BerthScheduler
import Foundation

/// What a pass costs when thousands of agencies have a million jobs waiting.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "QueueBench", abstract: "Measure passes of the scheduler with a full queue, under fair share and limits.",
        discussion: """
            Nodes of 8 x h200 and of 16 x trn2, agencies in a tree of departments with shares, limits and borrowing. Jobs for h200 fill
            these and queue up; then single jobs arrive for trn2, which is free; then jobs on h200 end, one a pass and many a pass; then the
            shares are brought up to date, and then another policy is applied. The journal is in memory and keeps nothing.
            Times are the processor's, not the wall's.
            """)

    @Option(help: "Nodes; six of ten have h200.") var nodes = 10_000
    @Option(help: "Agencies beneath the departments.") var agencies = 11_000
    @Option(help: "Departments; 0 for agencies side by side.") var departments = 15
    @Option(help: "Jobs that wait.") var queued = 1_000_000
    @Option(help: "Different sizes of memory: each makes shapes of its own.") var memories = 4
    @Option(help: "Single jobs that arrive where devices are free, and single ends.") var samples = 5_000
    @Option(help: "Passes with a hundred ends each.") var rounds = 100
    @Flag(help: "Without fair share: by weight, priority and number.") var plain = false
    @Option(help: "Reservations for jobs that do not fit: none, easy or conservative; then all jobs have time limits.") var backfill =
        "none"
    @Option(help: "Reservations at once, where that is conservative.") var reservations = 100
    @Option(help: "Seed of everything that is random.") var seed: UInt64 = 1
    @Flag(help: "Print one object.") var json = false

    func validate() throws {
        guard (10...200_000).contains(nodes) else { throw ValidationError("--nodes is not in 10...200000") }
        guard (1...100_000).contains(agencies) else { throw ValidationError("--agencies is not in 1...100000") }
        guard (0...1000).contains(departments) else { throw ValidationError("--departments is not in 0...1000") }
        guard (1...10_000_000).contains(queued) else { throw ValidationError("--queued is not in 1...10000000") }
        guard (1...64).contains(memories) else { throw ValidationError("--memories is not in 1...64") }
        guard (1...1_000_000).contains(samples) else { throw ValidationError("--samples is not in 1...1000000") }
        guard Policy.Backfill.Method(rawValue: backfill) != nil else { throw ValidationError("--backfill is none, easy or conservative") }
        guard (1...1000).contains(reservations) else { throw ValidationError("--reservations is not in 1...1000") }
        guard (1...100_000).contains(rounds) else { throw ValidationError("--rounds is not in 1...100000") }
    }

    mutating func run() throws {
        var rules = Policy.Backfill()
        rules.method = Policy.Backfill.Method(rawValue: backfill) ?? .none
        rules.reservations = reservations
        var world = try World(
            nodes: nodes, agencies: agencies, departments: departments, memories: memories, isFair: !plain, rules, seed: seed)
        var report = Report()
        report.add("nodes", nodes)
        report.add("agencies", agencies + departments)
        try world.fill(&report)
        if rules.method != .none { try world.arriveWhileFewWait(&report) }
        try world.queueUp(to: queued, &report)
        try world.arriveWhereFree(samples, &report)
        try world.endOneByOne(samples, &report)
        try world.endManyAtOnce(rounds, &report)
        try world.refresh(&report)
        try world.applyOtherShares(&report)
        try world.applyOtherWeights(&report)
        try world.applyOtherBudget(&report)
        print(json ? report.object : report.table)
    }
}
