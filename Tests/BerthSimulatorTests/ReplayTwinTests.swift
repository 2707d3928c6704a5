import BerthModel
import Testing

@testable import BerthSimulator

/// One node, jobs in the order of their arrival, each that fits starting: in thirty lines that share nothing with the scheduler.
private struct NaiveNode {
    private(set) var waits: [Int] = []
    private(set) var completions: [Int] = []

    init(_ jobs: [TraceJob], devices: Int) {
        var waiting: [(arrival: Int, devices: Int, seconds: Int)] = []
        var running: [(end: Int, devices: Int)] = []
        var rest = jobs.map { job in
            (arrival: Int(job.arrival.milliseconds / 1000), devices: job.devices, seconds: Int((job.duration ?? .zero).seconds))
        }
        while !rest.isEmpty || !waiting.isEmpty || !running.isEmpty {
            let now = ([rest.first?.arrival] + running.map(\.end)).compactMap(\.self).min() ?? 0
            running.removeAll { $0.end <= now }
            while let first = rest.first, first.arrival <= now { waiting.append(rest.removeFirst()) }
            for (place, job) in waiting.enumerated().reversed().reversed() {
                guard running.reduce(0, { $0 + $1.devices }) + job.devices <= devices else { continue }
                running.append((now + job.seconds, job.devices))
                waits.append(now - job.arrival)
                completions.append(now + job.seconds - job.arrival)
                waiting[place].seconds = -1
            }
            waiting.removeAll { $0.seconds < 0 }
        }
    }
}

@Suite("replays against a twin")
struct ReplayTwinTests {
    private static func jobs(_ seed: UInt64, count: Int, longest: Int = 100) -> [TraceJob] {
        var random = SplitMix(seed: seed)
        var now = 0
        return (1...count).map { id in
            now += random.below(30)
            return Replays.job(id, at: now, devices: 1 + random.below(8), seconds: 1 + random.below(longest), agency: "a\(random.below(3))")
        }
    }

    @Test("the scheduler places as a naive queue does on one node", arguments: 1...5 as ClosedRange<UInt64>)
    func naive(seed: UInt64) throws {
        let jobs = ReplayTwinTests.jobs(seed, count: 150)
        let twin = NaiveNode(jobs, devices: 8)
        let report = try Replays.run(jobs, on: "1x8")
        #expect(report.waitSeconds.mean == Double(twin.waits.reduce(0, +)) / 150, "seed \(seed)")
        #expect(report.jctSecondsMean == Double(twin.completions.reduce(0, +)) / 150, "seed \(seed)")
        #expect(report.waitSeconds.max == Double(twin.waits.max() ?? 0), "seed \(seed)")
    }

    @Test("making the scheduler anew again and again changes nothing on one node", arguments: 1...3 as ClosedRange<UInt64>)
    func turnover(seed: UInt64) throws {
        let jobs = ReplayTwinTests.jobs(seed, count: 150)
        let whole = try Replays.run(jobs, on: "1x8")
        let often = try Replays.run(jobs, on: "1x8") { $0.turnover = 7 }
        #expect(often.schedulerTurnovers > 5, "seed \(seed): \(often.schedulerTurnovers)")
        #expect(often.waitSeconds.mean == whole.waitSeconds.mean, "seed \(seed)")
        #expect(often.jctSecondsMean == whole.jctSecondsMean, "seed \(seed)")
        #expect(often.energyKilowattHours == whole.energyKilowattHours, "seed \(seed)")
        #expect(often.ended == 150 && often.agencies.keys.sorted() == ["a0", "a1", "a2"])
    }

    @Test("the same jobs give the same replay, gangs and agencies included", arguments: [11, 12] as [UInt64])
    func repeatable(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let jobs = ReplayTwinTests.jobs(seed, count: 150, longest: 400).map { job in
            var job = job
            if random.below(4) == 0 { (job.members, job.jobClass) = (2 + random.below(3), .gang) }
            return job
        }
        let (one, other) = (try Replays.run(jobs, on: "6x8"), try Replays.run(jobs, on: "6x8"))
        #expect(one.waitSeconds.mean == other.waitSeconds.mean && one.energyKilowattHours == other.energyKilowattHours)
        #expect(one.fragmentedPercentMean == other.fragmentedPercentMean && one.events == other.events)
        #expect(one.ended == 150)
    }
}
