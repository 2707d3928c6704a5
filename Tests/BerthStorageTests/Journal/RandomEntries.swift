import BerthModel
import BerthScheduler

/// Entries of every kind with random content, the same for the same seed.
struct RandomEntries {
    private var random: SplitMix
    private var next: UInt64
    private var time: Int64 = 1_700_000_000_000
    /// Shared by many submissions, as the scheduler shares them.
    private var terms: [JobTerms] = []

    init(seed: UInt64, from first: UInt64 = 1) {
        random = SplitMix(seed: seed)
        next = first
    }

    mutating func take(_ count: Int) throws -> [JournalEntry] {
        var entries: [JournalEntry] = []
        for _ in 0..<count {
            // Time stands still, goes on, and in a journal that somebody made by hand it goes back.
            time += Int64([0, 0, 0, 1, number(1000), -5][number(5)])
            entries.append(JournalEntry(sequence: next, time: Timestamp(milliseconds: time), record: try record()))
            next += 1
        }
        return entries
    }

    private mutating func number(_ most: Int) -> Int { Int.random(in: 0...most, using: &random) }
    private mutating func chance(_ parts: Int) -> Bool { number(parts - 1) == 0 }
    private mutating func text() -> String {
        ["", "a", "exit 0", "node \"h-1\" lost", "é🚀\n", String(repeating: "x", count: 200)][number(5)]
    }
    private mutating func node() throws -> NodeName { try NodeName("h200-\(number(3))r\(number(20))n\(number(4))") }

    private mutating func record() throws -> JournalEntry.Record {
        switch number(30) {
        case 0: .nodeDrained(try node(), reason: text(), by: "root")
        case 1: .nodeUndrained(try node(), by: text())
        case 2: .nodeLost(try node())
        case 3: .nodeBack(try node(), heldUntil: chance(2) ? nil : Timestamp(milliseconds: time + 5))
        case 4: .nodeScrubbing(try node(), to: chance(2) ? nil : try LabelName("il5"))
        case 5: .nodeScrubbed(try node())
        case 6: .nodeScrubFailed(try node(), why: text())
        case 7: .nodeSteady(try node())
        case 8: .policyUnscheduled(number(9), revision: chance(2) ? nil : 7, why: text(), by: "root")
        default: try job()
        }
    }

    private mutating func job() throws -> JournalEntry.Record {
        let id = JobID(number: UInt64(number(1 << 40)) + 1, task: chance(3) ? number(Limits.arrayIndexMax) : nil)
        return .job(id, try event(of: id))
    }

    private mutating func event(of id: JobID) throws -> JobEvent {
        let run = RunID(
            job: chance(20) ? JobID(number: 1) : id, attempt: number(1000) + 1, member: number(100_000), run: number(999_999_998) + 1)
        switch number(13) {
        case 0, 1: return .submitted(try submission())
        case 2, 3: return .placed(attempt: number(1000), members: try (0..<number(3)).map { _ in try member() })
        case 4: return .started(run, pid: number(1 << 22) - 1)
        case 5: return .exited(run, outcome())
        case 6:
            return .ended(JobState.allCases[number(JobState.allCases.count - 1)], exitCode: chance(3) ? nil : number(300) - 20, why: text())
        case 7: return .held(by: chance(2) ? .user : .operator)
        case 8: return .released(by: text())
        case 9: return chance(2) ? .ready(run) : .unready(run, why: text())
        case 10: return chance(2) ? .restartPlanned(run, at: Timestamp(milliseconds: time)) : .displaced(run)
        case 11: return .stopping(.preempted, by: text())
        case 12: return .requeued(attempt: number(5), why: text())
        default: return .updated(priority: chance(2) ? nil : number(9) - 4, time: chance(2) ? nil : .seconds(number(99)), by: text())
        }
    }

    private mutating func outcome() -> RunOutcome {
        switch number(6) {
        case 0: .signalled(signal: number(64))
        case 1: .timedOut
        case 2: .failedToStart(text())
        case 3: .lost
        default: .exited(code: number(300) - 20)
        }
    }

    private mutating func submission() throws -> JobEvent.Submission {
        let terms = try jobTerms()
        let program: Program =
            chance(3)
            ? .script("#!/bin/sh\n\(text())", arguments: [text()]) : .command((0...number(3)).map { _ in text() })
        let dependencies = try (0..<number(2)).map { _ in
            try Dependency(parsing: ["afterok:\(number(99) + 1)", "after:4_2", "afternotok:7"][number(2)])
        }
        return JobEvent.Submission(
            like: terms, name: text(), program: program, dependencies: dependencies, simulation: simulation(),
            key: chance(2) ? nil : "key-\(number(1 << 30))")
    }

    private mutating func simulation() -> Simulation? {
        switch number(4) {
        case 0: nil
        case 1: Simulation(duration: nil, exit: number(255))
        // What no file can say: the forms of a block fall back to JSON.
        case 2: Simulation(duration: .microseconds(number(9999)), exit: 0)
        default: Simulation(duration: .milliseconds(number(1 << 30)), exit: number(255))
        }
    }

    private mutating func jobTerms() throws -> JobTerms {
        if !terms.isEmpty, !chance(4) { return terms[number(terms.count - 1)] }
        var spec = JobSpec(name: "x", jobClass: [.batch, .gang, .service][number(2)], program: .command(["y"]), directory: "/srv")
        if chance(2) { spec.accelerators = [AcceleratorRequest(kind: try KindName("h200"), count: number(15) + 1)] }
        if chance(2) { spec.agency = try AgencyName("noaa") }
        if chance(2) { spec.queue = try QueueName("batch") }
        if chance(2) { spec.time = .seconds(number(9999) + 1) }
        if chance(4) { spec.environment = ["A": text(), "B": ""] }
        if chance(4) { spec.array = ArraySpec(indexes: [0, 3, 7], limit: 2) }
        if chance(4) { spec.deadline = Timestamp(milliseconds: time) }
        if chance(4) { spec.labels = ["k": text()] }
        spec.priority = number(9) - 4
        let made = JobTerms(of: spec, submitter: Submitter(uid: UInt32(number(3)), gid: 1, user: "user"), agency: try AgencyName("noaa"))
        terms.append(made)
        return made
    }

    private mutating func member() throws -> MemberPlacement {
        var member = MemberPlacement(
            member: number(100_000), node: try node(), kind: chance(3) ? nil : try KindName("h200"), devices: devices(), cores: cores(),
            memory: memory(), watts: Watts(milliwatts: Int64(number(1 << 40)) - 5), port: chance(2) ? nil : number(65_535))
        if chance(3) { member.lnc = number(2) }
        if chance(5) {
            member.part = .init(
                partition: chance(2) ? .mig("3g.40gb") : .thousandths(250, memory: .gibibytes(20)), start: chance(2) ? nil : 4,
                thousandths: 250, boardWatts: Watts(3))
        }
        return member
    }

    private mutating func devices() -> [Int] { [[], [0], [0, 7, 15], [7, 0], [16, 40]][number(4)] }

    private mutating func cores() -> [MemberPlacement.Core] {
        typealias Core = MemberPlacement.Core
        switch number(4) {
        case 0: return []
        case 1: return [Core(numaNode: number(1), core: number(127), eighths: number(6) + 1)]
        case 2: return [Core(numaNode: 3, core: 2, eighths: 8)]
        case 3: return [Core(numaNode: 0, core: 2, eighths: 3), Core(numaNode: 0, core: 4, eighths: 5)]
        default: return (0..<2).flatMap { node in [0, 63, 64, 127].map { Core(numaNode: node, core: $0, eighths: 8) } }
        }
    }

    private mutating func memory() -> [MemberPlacement.Memory] {
        typealias Memory = MemberPlacement.Memory
        let amount = number(1 << 30) + 1
        return [
            [], [Memory(numaNode: 0, mebibytes: amount)], [Memory(numaNode: 1, mebibytes: 1)], [Memory(numaNode: 5, mebibytes: 7)],
            [Memory(numaNode: 0, mebibytes: 1), Memory(numaNode: 1, mebibytes: amount)],
        ][number(4)]
    }
}
