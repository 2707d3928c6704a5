import ArgumentParser
import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import Foundation
import Synchronization

/// How many events of jobs the scheduler makes a second on one core, with its placement and its state machine, but no disk.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "SchedulerBench", abstract: "Measure job events a second of the scheduler on a virtual clock.",
        discussion: """
            Jobs of 1 to 8 devices arrive at random, last for a random time and end, on nodes of 8 x h200. Every job makes five entries of
            the journal: submitted, placed, started, exited, ended. The journal is in memory and keeps nothing.
            """)

    @Option(help: "Nodes of 8 devices.") var nodes = 10_000
    @Option(help: "Jobs that are submitted.") var jobs = 200_000
    @Option(help: "Of the devices, how many are asked for on average.") var load = 0.8
    @Option(help: "Milliseconds of virtual time between two passes of the scheduler.") var step = 100
    @Option(help: "How nodes are chosen: \(PlacementRule.allCases.map(\.rawValue).joined(separator: ", ")).") var placement = "learnt"
    @Option(help: "Seed of the arrivals.") var seed: UInt64 = 1
    @Option(help: "Instead: how many jobs are to wait, to see what memory each takes.") var queued: Int?
    @Flag(help: "Each of these waiting jobs has an idempotency key.") var keys = false
    @Flag(help: "Print one object.") var json = false

    func validate() throws {
        guard (1...200_000).contains(nodes) else { throw ValidationError("--nodes is not in 1...200000") }
        guard (1...100_000_000).contains(jobs) else { throw ValidationError("--jobs is not in 1...100000000") }
        guard (0.01...10).contains(load) else { throw ValidationError("--load is not in 0.01...10") }
        guard (1...100_000_000).contains(queued ?? 1) else { throw ValidationError("--queued is not in 1...100000000") }
        guard (1...600_000).contains(step) else { throw ValidationError("--step is not in 1...600000") }
    }

    mutating func run() throws {
        if let queued { return try runQueued(queued) }
        guard let placement = PlacementRule(rawValue: placement) else { throw ValidationError("\"\(placement)\" is no rule of placement") }
        var world = try World(nodes: nodes, load: load, placement: placement, seed: seed)
        let (start, startOfWork) = (ContinuousClock.now, clock())
        try world.run(jobs: jobs, step: Int64(step))
        let seconds = Double((ContinuousClock.now - start).milliseconds) / 1000
        // What this process had of a processor: on a machine that others use too, the time on the wall is theirs.
        let processorSeconds = Double(clock() - startOfWork) / Double(CLOCKS_PER_SEC)
        let rate = Int(Double(world.entries) / max(processorSeconds, 0.001))
        if json {
            print(
                "{\"nodes\": \(nodes), \"jobs\": \(jobs), \"job_events\": \(world.entries), \"job_events_per_second\": \(rate), "
                    + "\"running\": \(world.running), \"seconds\": \(seconds), \"processor_seconds\": \(processorSeconds)}")
        } else {
            print(
                "\(world.entries) events of \(jobs) jobs on \(nodes) nodes in \(processorSeconds) s of a processor "
                    + "(\(seconds) s on the wall): \(rate) a second")
            print("\(world.running) ran at the end")
        }
    }

    private func runQueued(_ count: Int) throws {
        var queued = try Queued(count: count, hasKeys: keys)
        let (bytes, seconds) = try queued.run()
        if json {
            print("{\"queued\": \(count), \"bytes_per_job\": \(bytes / count), \"seconds\": \(seconds)}")
        } else {
            print("\(count) jobs wait: \(bytes / count) bytes of resident memory each, submitted in \(seconds) s")
        }
    }
}
