import BerthModel
import Testing

@testable import BerthSimulator

@Suite("replaying a trace through the scheduler")
struct ReplayTests {
    @Test("a job that does not fit waits for the end of another, and smaller ones pass it")
    func waiting() throws {
        let report = try Replays.run(
            [
                Replays.job(1, at: 0, devices: 6, seconds: 100), Replays.job(2, at: 10, devices: 8, seconds: 50),
                Replays.job(3, at: 20, devices: 2, seconds: 30),
            ], on: "1x8")
        #expect(report.waitSeconds.mean == 30)
        #expect(report.waitSeconds.max == 90)
        #expect(report.jctSecondsMean == (100 + 140 + 30) / 3.0)
        #expect(report.makespanHours * 3600 == 150)
        #expect(report.utilisationPercent == 100 * (600 + 400 + 60) / (8 * 150.0))
        #expect(report.utilisationPercentArriving == 75)
        #expect(report.ended == 3 && report.rejected == 0 && report.neverStarted == 0)
    }

    @Test("a gang is on as many nodes as it asks for, or on none")
    func gang() throws {
        let report = try Replays.run(
            [Replays.job(1, at: 0, devices: 8, seconds: 100), Replays.job(2, at: 1, devices: 8, members: 2, seconds: 10)], on: "2x8")
        #expect(report.waitSecondsOver8 == 99)
        #expect(report.utilisationPercent.map { ($0 * 1000).rounded() } == (100_000 * (800 + 160) / (16 * 110.0)).rounded())
    }

    @Test("energy is what was reserved over time: the idle fleet, and the claims above it")
    func energy() throws {
        let report = try Replays.run([Replays.job(1, at: 0, devices: 8, seconds: 3600)], on: "v100:1x8")
        // Host 8 x 50 W; devices at 300 W; 8 cores of 4 W.
        #expect(report.energyKilowattHours == 0.4 + 2.4 + 0.032)
        #expect(report.powerKilowatts.max == 2.832)
    }

    @Test("what is larger than the cluster is counted and listed with its line, and so is what the policy does not take")
    func refusals() throws {
        let policy = try Replays.policy("schema: 1\nagencies: {a: {limits: {gpu: 4}}}\n", on: "2x8")
        let report = try Replays.run(
            [
                Replays.job(1, at: 0, devices: 8, members: 3, seconds: 1, agency: "a"),
                Replays.job(2, at: 0, devices: 8, seconds: 1, agency: "a"), Replays.job(3, at: 0, devices: 4, seconds: 1, agency: "a"),
            ], on: "2x8", policy: policy)
        let tooLarge = try #require(report.imports[ImportFinding.tooLarge.rawValue])
        #expect(tooLarge.count == 1 && tooLarge.first.map(\.line) == [1])
        let refused = try #require(report.refusals["NeverFits"])
        #expect(refused.count == 1 && refused.first.map(\.line) == [2])
        #expect(refused.first[0].why.hasPrefix("cannot ever run here: agency a may hold 4 x gpu at once"))
        #expect(report.rejected == 1 && report.ended == 1)
    }

    @Test("an agency's limit holds; agencies that the policy does not name are added without one, and told")
    func agencies() throws {
        let policy = try Replays.policy("schema: 1\nagencies: {a: {limits: {gpu: 4}}}\n", on: "1x8")
        let report = try Replays.run(
            [
                Replays.job(1, at: 0, devices: 4, seconds: 60, agency: "a"), Replays.job(2, at: 0, devices: 4, seconds: 60, agency: "a"),
                Replays.job(3, at: 0, devices: 4, seconds: 120, agency: "b c"),
            ], on: "1x8", policy: policy)
        #expect(report.waitSeconds.max == 60)
        #expect(report.agencies == ["a": 4, "b c": 4])
        #expect(report.notes.contains { $0.contains("added without limits: 1") })
    }

    @Test("a queue's time limit ends a job that runs longer, and it is counted")
    func timeLimit() throws {
        let policy = try Replays.policy("schema: 1\nqueues: {short: {max_time: 10m, default_time: 1m}}\n", on: "1x8")
        let report = try Replays.run(
            [Replays.job(1, at: 0, devices: 8, seconds: 61), Replays.job(2, at: 0, devices: 8, seconds: 60)], on: "1x8", policy: policy)
        #expect(report.timedOut == 1 && report.ended == 2)
        #expect(report.makespanHours * 3600 == 120)
    }

    @Test("a service ends when its time is over; one of unknown length runs on, and what waits for it never starts")
    func unknownLength() throws {
        var service = Replays.job(1, at: 0, devices: 8, seconds: 30)
        service.jobClass = .service
        var endless = Replays.job(2, at: 1, devices: 8, seconds: nil)
        endless.jobClass = .service
        let report = try Replays.run([service, endless, Replays.job(3, at: 2, devices: 1, seconds: 5)], on: "1x8")
        #expect(report.ended == 1 && report.unfinished == 1 && report.neverStarted == 1)
        #expect(report.waitSeconds.max == 29)
    }

    @Test("arrivals twice as fast come at half the time, and last as long")
    func speedUp() throws {
        let jobs = [Replays.job(1, at: 100, devices: 8, seconds: 10), Replays.job(2, at: 300, devices: 8, seconds: 10)]
        let report = try Replays.run(jobs, on: "1x8") { $0.speedUp = 2 }
        #expect(report.makespanHours * 3600 == 110)
        #expect(report.arrivalHours * 3600 == 100)
    }

    @Test("how long a job runs depends on the kind that it gets, the first of the cluster where both have room")
    func kinds() throws {
        func job(_ id: Int) throws -> TraceJob {
            TraceJob(
                id: "\(id)", line: id, arrival: Timestamp(milliseconds: 0), members: 1,
                choices: [
                    DeviceChoice(kind: try KindName("v100"), count: 1, duration: .seconds(10)),
                    DeviceChoice(kind: try KindName("k80"), count: 1, duration: .seconds(70)),
                ], duration: nil)
        }
        let report = try Replays.run([job(1), job(2)], on: "v100:1,k80:1")
        #expect(report.jctSecondsMean == 40)
    }

    @Test("parts of a device fill it, though what they are charged comes to more than it is")
    func parts() throws {
        let jobs = (1...16).map { id in
            var job = Replays.job(id, at: 0, devices: 1, seconds: 60)
            job.choices[0].kind = KindName(literal: "h200")
            job.choices[0].partition = .mig("1g.18gb")
            return job
        }
        let report = try Replays.run(jobs, on: "h200:1x2")
        #expect(report.ended == 16 && report.rejected == 0)
        // Fourteen at first, then two.
        #expect(report.makespanHours * 3600 == 120)
        #expect(report.utilisationPercent ?? 101 <= 100 && report.utilisationPercent ?? 0 > 56)
    }

    /// Jobs that are made as they are asked for, ten seconds apart.
    private struct Endless: TraceSource {
        var left: Int
        var report = ImportReport(name: "made")

        mutating func next() throws(BerthError) -> TraceJob? {
            guard left > 0 else { return nil }
            left -= 1
            report.rows += 1
            return Replays.job(report.rows, at: report.rows * 10, devices: 1 + report.rows % 8, seconds: 9)
        }
    }

    @Test("a trace may be as long as it likes: the scheduler holds what waits and runs, and a bounded number of jobs that are over")
    func bounded() throws {
        var options = try ReplayOptions(Replays.fleet("1x8"), .plain, scenario: "test")
        options.turnover = 100
        var replay = try Replay(Endless(left: 3000), options)
        let report = ReplayReport(try replay.run())
        #expect(report.ended == 3000 && report.waitSeconds.max == 0)
        #expect(report.jobsHeldMax <= 100 && report.schedulerTurnovers >= 30)
    }

    @Test("a trace without a job is a fault of the trace, and says what was left out")
    func empty() throws {
        #expect(throws: BerthError.self) { try Replays.run([], on: "1x8") }
        do {
            _ = try Replays.run([Replays.job(1, at: 0, devices: 16, seconds: 1)], on: "1x8")
            Issue.record("a trace was replayed of which nothing fits")
        } catch let error as BerthError {
            #expect(error.code == .invalidSyntax && error.hint == "1 larger than the cluster")
        }
    }

    @Test("a budget of the site holds: jobs wait for watts although devices are free")
    func power() throws {
        // Idle 8 x (50 + 25) W = 600 W; a job of one device takes 225 W and a core of 4 W.
        let policy = try Replays.policy("schema: 1\npower: {site: {budget: 1060 W}}\n", on: "1x8")
        let jobs = (1...4).map { Replays.job($0, at: 0, devices: 1, seconds: 60) }
        let report = try Replays.run(jobs, on: "1x8", policy: policy)
        #expect(report.makespanHours * 3600 == 120)
        #expect(report.powerKilowatts.max == 1.058 && report.powerKilowatts.budget == 1.06)
    }
}
