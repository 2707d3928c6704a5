import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

@Suite("Explanations")
struct ExplainTests {
    private func asking(_ kind: KindName, _ count: Int, _ change: (inout JobSpec) -> Void = { _ in }) -> JobSpec {
        Samples.job { spec in
            spec.accelerators = [AcceleratorRequest(kind: kind, count: count)]
            change(&spec)
        }
    }

    private func explain(_ bench: Bench, _ id: JobID) throws -> Explanation {
        try bench.scheduler.explain(id, by: Samples.ann, at: bench.now)
    }

    /// One node of 8 x h200 under a budget that holds its base (100 + 8 x 95 W) and `spare` watts.
    private func tight(_ spare: Int) throws -> Bench {
        try Bench(Samples.fleet([Samples.node("h-1", [("h200", 8)])]), Samples.policy(budget: Watts(860 + spare)))
    }

    @Test("a job that waits for watts is told how many, when they come, and the cap with which it fits now")
    func power() throws {
        let bench = try tight(3000)
        try bench.submit(asking(Samples.h200, 4) { $0.time = .seconds(600) })
        let id = try bench.submit(asking(Samples.h200, 4))
        let explanation = try explain(bench, id)
        let leader = try #require(explanation.blockers.first)
        #expect(
            leader.code == .waitingForPower && leader.domain == "site" && leader.need == 2420 && leader.have == 580 && leader.unit == "W")
        #expect(leader.clearsWhen.first == "1 ends (at the latest 00:26)")
        #expect(explanation.change == "--power-cap 240W")
        #expect(explanation.clear.contains("accelerators"))
        // The counterfactual is true, and it is the smallest: one watt more does not fit.
        guard case .waits = try bench.scheduler.plan(asking(Samples.h200, 4) { $0.powerCap = Watts(241) }, by: Samples.ann, at: bench.now)
        else {
            return #expect(Bool(false), "a higher cap fits too")
        }
        #expect(try bench.state(bench.submit(asking(Samples.h200, 4) { $0.powerCap = Watts(240) })) == .running)
    }

    @Test("when one end frees too little, as many are named as it takes")
    func severalEnds() throws {
        let bench = try tight(4 * 605)
        for minutes in [30, 10, 20, 40] { try bench.submit(asking(Samples.h200, 1) { $0.time = .seconds(60 * minutes) }) }
        let id = try bench.submit(asking(Samples.h200, 3))
        #expect(try explain(bench, id).blockers.first?.clearsWhen.first == "2, 3, 1 end (at the latest 00:46)")
    }

    @Test("a job that waits for devices is told which other kind is free, or how many are")
    func devices() throws {
        let bench = try Bench(Samples.mixedFleet())
        for count in [8, 4] { try bench.submit(asking(Samples.h200, count)) }
        let id = try bench.submit(asking(Samples.h200, 8))
        let explanation = try explain(bench, id)
        #expect(explanation.blockers.first.map { [.waitingForAccelerators, .waitingForTopology].contains($0.code) } == true)
        #expect(explanation.change == "--accel-any 'h200:8 | trn2:8'")
        try bench.submit(asking(Samples.trn2, 16))
        #expect(try explain(bench, id).change == "--accel h200:4")
        #expect(try bench.state(bench.submit(asking(Samples.h200, 4))) == .running)
    }

    @Test("a job that waits for cores is told how many are free together")
    func cores() throws {
        let bench = try Bench(Samples.fleet([Samples.node("n", [], cores: 8)]))
        try bench.submit(Samples.job { $0.cpus = .cores(5) })
        let id = try bench.submit(Samples.job { $0.cpus = .cores(4) })
        let explanation = try explain(bench, id)
        #expect(explanation.blockers.first?.code == .waitingForCores && explanation.change == "--cpus 3")
        #expect(explanation.blockers.first?.clearsWhen.first == "1 ends (it has no time limit)")
        #expect(try bench.state(bench.submit(Samples.job { $0.cpus = .cores(3) })) == .running)
    }

    @Test("a job that waits for another is told which, and what it would need besides")
    func dependency() throws {
        let bench = try tight(2420)
        let first = try bench.submit(asking(Samples.h200, 4) { $0.time = .seconds(600) })
        let id = try bench.submit(asking(Samples.h200, 4) { $0.dependencies = [Dependency(.afterOK, first)] })
        let explanation = try explain(bench, id)
        #expect(explanation.blockers.map(\.code) == [.dependency, .waitingForPower])
        #expect(explanation.blockers[0].clearsWhen == ["1 succeeds (at the latest 00:26)"])
        #expect(explanation.change == nil, "nobody can make it start now")
    }

    @Test("a held job is told who can release it, and releasing it starts it")
    func hold() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(Samples.job { $0.hold = true })
        let explanation = try explain(bench, id)
        #expect(explanation.blockers.map(\.code) == [.heldByUser] && explanation.change == "berth release 1")
        try bench.run { try $0.release(id, by: Samples.ann, at: bench.now) }
        #expect(try bench.state(id) == .running)
        #expect(try explain(bench, id).blockers.isEmpty)
    }

    @Test("a job behind its agency's limit is told the limit and what is held")
    func quota() throws {
        var policy = Samples.policy()
        policy.agencies[Samples.noaa]?.deviceLimits = [Samples.h200: 6]
        let bench = try Bench(Samples.mixedFleet(), policy)
        try bench.submit(asking(Samples.h200, 4))
        let id = try bench.submit(asking(Samples.h200, 4))
        let explanation = try explain(bench, id)
        #expect(
            explanation.blockers.map(\.code) == [.agencyQuota]
                && explanation.blockers[0].message == "agency noaa holds 4 of its 6 h200, this job needs 4")
        #expect(explanation.change == "--accel-any 'h200:4 | trn2:4'")
    }

    @Test("explaining and planning change nothing")
    func pure() throws {
        let bench = try tight(3000)
        for _ in 0..<2 { try bench.submit(asking(Samples.h200, 4)) }
        let before = bench.scheduler.stateDigestText
        for id in 1...2 { _ = try explain(bench, JobID(number: UInt64(id))) }
        _ = try bench.scheduler.plan(asking(Samples.h200, 1), by: Samples.ann, at: bench.now)
        #expect(bench.scheduler.stateDigestText == before && bench.scheduler.takeOutput().entries.isEmpty)
        bench.check()
    }

    @Test("a plan says what the submission then does: now and where, later and why, or never")
    func plan() throws {
        let bench = try tight(3000)
        guard case .startsNow(let members, let watts) = try bench.scheduler.plan(asking(Samples.h200, 4), by: Samples.ann, at: bench.now)
        else {
            return #expect(Bool(false), "it does not start")
        }
        let id = try bench.submit(asking(Samples.h200, 4))
        #expect(try bench.job(id).placements == members)
        #expect(try bench.job(id).watts == watts)
        guard case .waits(let blockers, _) = try bench.scheduler.plan(asking(Samples.h200, 4), by: Samples.ann, at: bench.now) else {
            return #expect(Bool(false), "it does not wait")
        }
        let waiting = try bench.submit(asking(Samples.h200, 4))
        #expect(bench.scheduler.reason(of: try bench.job(waiting))?.code == blockers.first?.code)
        #expect(blockers.first?.hint == "--power-cap 240W")
        guard case .never(let error) = try bench.scheduler.plan(asking(Samples.trn2, 1), by: Samples.ann, at: bench.now) else {
            return #expect(Bool(false), "it is possible")
        }
        #expect(error.code == .noSuchKind)
        #expect(refusal { try bench.scheduler.plan(Samples.job(""), by: Samples.ann, at: bench.now) }?.code == .invalidJob)
    }

    @Test("a plan made before the next pass counts those who are ahead")
    func planAhead() throws {
        let bench = try tight(3000)
        _ = try bench.scheduler.submit(asking(Samples.h200, 4), by: Samples.ann, key: nil, at: bench.now)
        guard case .waits = try bench.scheduler.plan(asking(Samples.h200, 4), by: Samples.ann, at: bench.now) else {
            return #expect(Bool(false), "it would jump the queue")
        }
    }
}
