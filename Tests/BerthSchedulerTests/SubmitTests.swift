import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

@Suite("Admission")
struct SubmitTests {
    private func refused(_ bench: Bench, _ spec: JobSpec, by caller: Caller = Samples.ann, _ location: SourceLocation = #_sourceLocation)
        -> BerthError?
    {
        let before = bench.scheduler.stateDigestText
        let error = refusal({ try bench.scheduler.submit(spec, by: caller, key: nil, at: bench.now) }, location)
        #expect(
            bench.scheduler.stateDigestText == before && bench.scheduler.takeOutput().entries.isEmpty, "a refusal changes nothing",
            sourceLocation: location)
        return error
    }

    private func asking(_ kind: StaticString, _ count: Int) -> JobSpec {
        Samples.job { $0.accelerators = [AcceleratorRequest(kind: KindName(literal: kind), count: count)] }
    }

    @Test("a kind that the fleet does not have is refused with what it has")
    func noSuchKind() throws {
        let bench = try Bench(Samples.mixedFleet())
        let error = try #require(refused(bench, asking("h100", 1)))
        #expect(error.code == .noSuchKind && error.field == "/accelerators/0/kind")
        #expect(error.message.contains("asked  1 x h100") && error.message.contains("fleet  16 x h200 (2 nodes), 16 x trn2 (1 node)"))
        #expect(error.hint == "--accel h200:1      or, if either will do:  --accel-any 'h100:1 | h200:1'")
        #expect(refused(bench, asking("h2000", 1))?.code == .noSuchKind)
    }

    @Test("a kind that is not here is passed over while another alternative is left")
    func alternatives() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(
            Samples.job {
                $0.accelerators = [
                    AcceleratorRequest(kind: KindName(literal: "h100"), count: 1), AcceleratorRequest(kind: Samples.trn2, count: 4),
                ]
            })
        #expect(try bench.job(id).members[0].placement.kind == Samples.trn2)
    }

    @Test("a number of devices that no node gives is refused with those it gives")
    func sevenTrainium() throws {
        let error = try #require(refused(try Bench(Samples.mixedFleet()), asking("trn2", 7)))
        #expect(error.code == .neverFits && error.message.contains("sets of 1, 4, 8, 16") && error.hint == "--accel trn2:8")
    }

    @Test("a part of a real device is refused at submission and by a plan: it is never placed as a whole one")
    func parts() throws {
        var fleet = try Samples.mixedFleet()
        for node in fleet.nodes.indices { fleet.nodes[node].groups[0].isAdaptable = false }
        let bench = try Bench(fleet)
        for (text, code) in [
            ("h200:mig=3g.71gb", ErrorCode.unsupported), ("h200:fraction=500/64GiB", .unsupported), ("h200:mig=3g.40gb", .invalidJob),
            ("trn2:4:lnc=1", .unsupported),
        ] {
            let request = try AcceleratorRequest(parsing: text)
            let spec = Samples.job { $0.accelerators = [request] }
            #expect(refused(bench, spec)?.code == code, "\(text)")
            #expect(refusal({ try bench.scheduler.plan(spec, by: Samples.ann, at: bench.now) })?.code == code, "\(text)")
        }
    }

    @Test("a gang larger than the fleet is refused, with the size that would fit")
    func gangTooLarge() throws {
        let bench = try Bench(Samples.mixedFleet())
        let error = try #require(
            refused(
                bench,
                Samples.job("g", .gang) {
                    $0.nodes = 3
                    $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 8)]
                }))
        #expect(
            error.code == .neverFits && error.message.contains("cannot ever run here") && error.message.contains("asked  3 x (8 x h200"))
        #expect(error.hint == "--accel h200:4" || error.hint == "-N 2")
    }

    @Test("more cores, memory or watts than there ever are is refused")
    func neverFits() throws {
        let bench = try Bench(Samples.fleet([Samples.node("n", [("h200", 8)])]), Samples.policy(budget: Watts(2000)))
        #expect(refused(bench, Samples.job { $0.cpus = .cores(99) })?.code == .neverFits)
        #expect(refused(bench, Samples.job { $0.memory = .gibibytes(999) })?.code == .neverFits)
        let error = try #require(refused(bench, asking("h200", 8)))
        #expect(error.code == .neverFits && error.hint?.hasPrefix("--power-cap") == true)
    }

    @Test("a power cap is refused on Trainium, and below what a board accepts")
    func powerCap() throws {
        let bench = try Bench(Samples.mixedFleet())
        var spec = asking("trn2", 4)
        spec.powerCap = Watts(300)
        #expect(refused(bench, spec)?.message.contains("nothing can cap a trn2") == true)
        spec = asking("h200", 4)
        spec.powerCap = Watts(100)
        #expect(refused(bench, spec)?.message.contains("below what a h200 accepts") == true)
        spec.powerCap = Watts(300)
        let id = try bench.submit(spec)
        #expect(try bench.job(id).watts == Watts(4 * (300 - 95)))
    }

    @Test("the same key with the same job finds it, with another job it is a conflict, and keys belong to their user")
    func idempotency() throws {
        let bench = try Bench(Samples.mixedFleet())
        let spec = Samples.job { $0.simulation = Simulation(duration: .seconds(1)) }
        let scheduler = bench.scheduler
        let first = try scheduler.submit(spec, by: Samples.ann, key: "k", at: bench.now)
        #expect(first == .created(JobID(number: 1)))
        #expect(try scheduler.submit(spec, by: Samples.ann, key: "k", at: bench.now) == .existing(JobID(number: 1)))
        #expect(refusal { try scheduler.submit(Samples.job("other"), by: Samples.ann, key: "k", at: bench.now) }?.code == .conflict)
        #expect(try scheduler.submit(spec, by: Samples.eve, key: "k", at: bench.now) == .created(JobID(number: 2)))
        #expect(try scheduler.submit(spec, by: Samples.ann, key: nil, at: bench.now) == .created(JobID(number: 3)))
        bench.pass(.seconds(5))
        try bench.restart()
        #expect(try bench.scheduler.submit(spec, by: Samples.ann, key: "k", at: bench.now) == .existing(JobID(number: 1)))
    }

    @Test("numbers are never used twice, whatever was refused, ended or replayed")
    func numbers() throws {
        let bench = try Bench(Samples.mixedFleet())
        let first = try bench.submit(Samples.job())
        try bench.run { try $0.cancel(first, by: Samples.ann, at: bench.now) }
        _ = refused(bench, asking("trn2", 7))
        #expect(try bench.submit(Samples.job()).number == 2)
        try bench.restart()
        #expect(try bench.submit(Samples.job()).number == 3)
    }

    @Test("a queue gives its class, limits and default time")
    func queues() throws {
        var policy = Samples.policy()
        policy.queues = [
            QueueName(literal: "serve"): Policy.Queue(jobClass: .service),
            QueueName(literal: "work"): Policy.Queue(jobClass: .batch, maxTime: .seconds(100), defaultTime: .seconds(50)),
        ]
        let bench = try Bench(Samples.mixedFleet(), policy)
        let id = try bench.submit(Samples.job())
        let job = try bench.job(id)
        #expect(job.spec.queue?.text == "work" && job.time == .seconds(50))
        #expect(refused(bench, Samples.job { $0.time = .seconds(101) })?.field == "/time")
        #expect(refused(bench, Samples.job { $0.queue = QueueName(literal: "serve") })?.message.contains("takes service jobs") == true)
        #expect(refused(bench, Samples.job { $0.queue = QueueName(literal: "wrok") })?.hint == "did you mean \"work\"?")
    }

    @Test("a workload gives the alternatives and their watts")
    func workloads() throws {
        var policy = Samples.policy()
        let serving = WorkloadName(literal: "serving")
        policy.workloads = [serving: Policy.Workload(profiles: [Policy.Profile(kind: Samples.h200, slots: 8, peak: Watts(600))])]
        let bench = try Bench(Samples.mixedFleet(), policy)
        let id = try bench.submit(Samples.job { $0.workload = serving })
        #expect(try bench.job(id).watts == Watts(8 * (600 - 95)))
        #expect(refused(bench, Samples.job { $0.workload = WorkloadName(literal: "servin") })?.hint == "did you mean \"serving\"?")
    }

    @Test("agency limits hold jobs back, and refuse what they could never let through")
    func agencyLimits() throws {
        var policy = Samples.policy()
        policy.agencies[Samples.noaa]?.deviceLimits = [Samples.h200: 6]
        policy.agencies[Samples.noaa]?.powerLimit = Watts(4000)
        policy.agencies[Samples.noaa]?.jobLimit = 3
        let bench = try Bench(Samples.mixedFleet(), policy)
        #expect(refused(bench, asking("h200", 8))?.code == .neverFits)
        try bench.submit(asking("h200", 4))
        let second = try bench.submit(asking("h200", 4))
        let reason = bench.scheduler.reason(of: try bench.job(second))
        #expect(reason?.code == .agencyQuota && reason?.need == 4 && reason?.have == 2)
        let eves = try bench.submit(asking("h200", 4), by: Samples.eve)
        #expect(try bench.state(eves) == .running, "another agency is not held back")
        try bench.submit(Samples.job())
        #expect(refused(bench, Samples.job())?.code == .notAllowed)
    }
}
