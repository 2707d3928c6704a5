import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import TestSupport
import Testing

/// Hosts of different labels: apart at every moment, and scrubbed in between.
@Suite("Host labels")
struct LabelTests {
    static let il4 = LabelName(literal: "il4")
    static let il5 = LabelName(literal: "il5")
    /// Noaa's jobs are unlabelled, nasa's are il5, and nist's may be il4 or il5.
    static let nasa = AgencyName(literal: "nasa")
    static let nist = AgencyName(literal: "nist")

    static func policy(scrub: Duration? = .seconds(30)) -> Policy {
        var policy = Samples.policy()
        let change = Policy.HostLabel(scrub: scrub.map { Policy.Scrub(command: [], time: $0) })
        policy.hostLabels = [il4: change, il5: change]
        policy.agencies[Samples.noaa] = Policy.Agency(users: ["ann", "bob"])
        policy.agencies[nasa] = Policy.Agency(users: ["ann", "bob"])
        policy.agencies[nasa]?.labels = [il5]
        policy.agencies[nist] = Policy.Agency(users: ["ann", "bob"])
        policy.agencies[nist]?.labels = [il4, il5]
        return policy
    }

    private func job(_ agency: AgencyName, _ devices: Int, seconds: Int, _ label: LabelName? = nil) -> JobSpec {
        Samples.job("l") { spec in
            spec.agency = agency
            spec.hostLabel = label
            spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: devices)]
            spec.simulation = Simulation(duration: .seconds(seconds), exit: 0)
        }
    }

    private func node(of id: JobID, _ bench: Bench) throws -> NodeName? { try bench.job(id).placements.first?.node }

    private func records(_ bench: Bench) -> [JournalEntry.Record] { bench.journal.entries.map(\.record) }

    @Test("a labelled job waits for the scrub of an idle host, and has it to itself and its label")
    func scrubbed() throws {
        let bench = try Bench(Samples.gpuFleet(2), LabelTests.policy())
        let first = try bench.submit(job(LabelTests.nasa, 4, seconds: 100))
        #expect(try bench.state(first) == .pending)
        #expect(bench.scheduler.reason(of: try bench.job(first))?.code == .waitingForLabel)
        bench.pass(.seconds(31))
        let host = try #require(try node(of: first, bench))
        #expect(records(bench).contains(.nodeScrubbing(host, to: LabelTests.il5)) && records(bench).contains(.nodeScrubbed(host)))
        let second = try bench.submit(job(LabelTests.nasa, 4, seconds: 100))
        #expect(try node(of: second, bench) == host)
        let other = try bench.submit(job(Samples.noaa, 1, seconds: 100))
        #expect(try node(of: other, bench) != host)
    }

    @Test("a policy without a scrub, and a restart under it, do not end the scrub that is at work")
    func policyInBetween() throws {
        let bench = try Bench(Samples.gpuFleet(1), LabelTests.policy())
        let id = try bench.submit(job(LabelTests.nasa, 4, seconds: 100))
        bench.pass(.seconds(10))
        let open = LabelTests.policy(scrub: nil)
        try bench.run {
            _ = try $0.applyPolicy(text: "without", policy: open, ifRevision: nil, by: Samples.root, at: bench.now)
        }
        #expect(try bench.state(id) == .pending)
        try bench.restart()
        bench.pass(.seconds(15))
        #expect(try bench.state(id) == .pending)
        bench.pass(.seconds(20))
        #expect(try bench.state(id) == .running)
    }

    @Test("an agency with several labels must name one, and none may be had that the agency has not")
    func admission() throws {
        let bench = try Bench(Samples.gpuFleet(2), LabelTests.policy())
        let open = refusal { try bench.submit(job(LabelTests.nist, 1, seconds: 1)) }
        #expect(open?.code == .notAllowed && open?.hint == "add --host-label with one of: il4, il5")
        let foreign = refusal { try bench.submit(job(LabelTests.nasa, 1, seconds: 1, LabelTests.il4)) }
        #expect(foreign?.code == .notAllowed && foreign?.field == "/host_label")
        #expect(refusal { try bench.submit(job(Samples.noaa, 1, seconds: 1, LabelTests.il4)) }?.code == .notAllowed)
        let named = try bench.submit(job(LabelTests.nist, 1, seconds: 1, LabelTests.il4))
        #expect(try bench.job(named).spec.hostLabel == LabelTests.il4)
        let usual = try bench.submit(job(LabelTests.nasa, 1, seconds: 1), key: "k")
        #expect(try bench.job(usual).spec.hostLabel == LabelTests.il5)
        #expect(try bench.submit(job(LabelTests.nasa, 1, seconds: 1), key: "k") == usual)
    }

    @Test("a host whose scrub fails keeps its label and is drained with the reason, until an operator has looked at it")
    func failure() throws {
        let bench = try Bench(Samples.gpuFleet(1), LabelTests.policy())
        let id = try bench.submit(job(LabelTests.nasa, 1, seconds: 10))
        let host = bench.fleet.nodes[0].name
        let change = try #require(bench.scheduler.state.labels[host]?.change)
        bench.report(.scrubbed(host, number: change.number + 1, failure: "a report about another scrub"))
        #expect(bench.scheduler.state.labels[host]?.change == change)
        bench.report(.scrubbed(host, number: change.number, failure: "its program exited with 3"))
        #expect(bench.scheduler.state.drains[host]?.reason == "scrub for il5 failed: its program exited with 3")
        let label = try #require(bench.scheduler.state.labels[host])
        #expect(try label.label == nil && label.change == nil && bench.state(id) == .pending)
        bench.pass(.seconds(100))
        #expect(try bench.state(id) == .pending)
        try bench.run { try $0.undrain(host, by: Samples.root, at: bench.now) }
        bench.pass(.seconds(35))
        #expect(try bench.state(id) == .running)
    }

    @Test("a label without a scrub changes at once")
    func immediate() throws {
        let bench = try Bench(Samples.gpuFleet(1), LabelTests.policy(scrub: nil))
        let id = try bench.submit(job(LabelTests.nasa, 1, seconds: 10))
        #expect(try bench.state(id) == .running)
        let other = try bench.submit(job(Samples.noaa, 1, seconds: 10))
        bench.pass(.seconds(12))
        #expect(try bench.state(id) == .succeeded && bench.state(other) == .running)
    }

    @Test("a gang gets as many hosts as it needs, all at once, and none is scrubbed while they are too few")
    func gang() throws {
        let bench = try Bench(Samples.gpuFleet(4), LabelTests.policy())
        let busy = try bench.submit(job(Samples.noaa, 8, seconds: 50))
        func gang(_ nodes: Int, seconds: Int = 10) throws -> JobID {
            var spec = job(LabelTests.nasa, 8, seconds: seconds)
            (spec.jobClass, spec.nodes) = (.gang, nodes)
            return try bench.submit(spec)
        }
        let four = try gang(4, seconds: 100)
        #expect(try bench.state(busy) == .running && bench.scheduler.state.labels.isEmpty)
        let three = try gang(3)
        bench.pass(.seconds(2))
        #expect(bench.scheduler.state.labels.count == 3)
        bench.pass(.seconds(30))
        #expect(try bench.state(three) == .running && bench.state(four) == .pending)
        bench.pass(.seconds(60))
        #expect(try bench.state(four) == .running)
    }

    @Test("under a flood of other jobs, hosts are emptied for a labelled job where the policy keeps room for those that wait")
    func emptied() throws {
        var policy = LabelTests.policy()
        policy.backfill.method = .easy
        policy.backfill.after = .seconds(60)
        let bench = try Bench(Samples.gpuFleet(2), policy)
        func flood() throws -> JobID {
            var spec = job(Samples.noaa, 4, seconds: 40)
            spec.time = .seconds(45)
            return try bench.submit(spec)
        }
        for _ in 0..<40 { _ = try flood() }
        bench.pass(.seconds(5))
        let labelled = try bench.submit(job(LabelTests.nasa, 8, seconds: 10))
        bench.pass(.seconds(170))
        #expect(try bench.state(labelled) == .running || bench.state(labelled) == .succeeded)
    }

    @Test("an idle host that is kept for a gang of another label is not scrubbed for a job that could use it")
    func kept() throws {
        var policy = LabelTests.policy()
        policy.backfill.method = .easy
        let bench = try Bench(Samples.gpuFleet(2), policy)
        var first = job(Samples.noaa, 8, seconds: 100)
        first.time = .seconds(100)
        try bench.submit(first)
        var gang = job(Samples.noaa, 8, seconds: 50)
        (gang.jobClass, gang.nodes, gang.time) = (.gang, 2, .seconds(60))
        let waiting = try bench.submit(gang)
        let labelled = try bench.submit(job(LabelTests.nasa, 8, seconds: 10))
        bench.pass(.seconds(90))
        #expect(bench.scheduler.state.labels.isEmpty)
        bench.pass(.seconds(15))
        #expect(try bench.state(waiting) == .running && bench.state(labelled) == .pending)
        bench.pass(.seconds(90))
        #expect(try bench.state(labelled) == .running || bench.state(labelled) == .succeeded)
    }

    @Test("at every moment the jobs of a host have one label, and between two labels lies a scrub", arguments: 1...6 as ClosedRange<UInt64>)
    func apart(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var policy = LabelTests.policy(scrub: seed % 3 == 0 ? nil : .seconds(7))
        if seed % 2 == 0 { policy.backfill.method = .easy }
        let bench = try Bench(Samples.gpuFleet(3), policy)
        for _ in 0..<160 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let (agency, label) = [
                    (Samples.noaa, nil), (LabelTests.nasa, nil), (LabelTests.nist, LabelTests.il4), (LabelTests.nist, LabelTests.il5),
                ].randomElement(using: &random)!
                var spec = job(agency, [1, 2, 4, 8].randomElement(using: &random)!, seconds: .random(in: 1...40, using: &random), label)
                if Bool.random(using: &random) { spec.time = .seconds(60) }
                _ = try bench.submit(spec)
            case 5: try bench.restart()
            case 6:
                let changing = bench.scheduler.state.labels.filter { $0.value.change != nil }.min { $0.key < $1.key }
                guard let (node, label) = changing, let change = label.change else { continue }
                bench.report(.scrubbed(node, number: change.number, failure: Bool.random(using: &random) ? "told to" : nil))
            case 7:
                for node in bench.scheduler.state.drains.keys.sorted() {
                    try bench.run { try $0.undrain(node, by: Samples.root, at: bench.now) }
                }
            default: bench.pass(.milliseconds(.random(in: 1...20_000, using: &random)))
            }
        }
        try checkApart(bench, seed)
        let changes = records(bench).count { if case .nodeScrubbed = $0 { true } else { false } }
        #expect(changes > 2, "seed \(seed): little happened")
        #expect(try bench.replayed().stateDigestText == bench.scheduler.stateDigestText, "seed \(seed)")
    }

    /// Reads the journal alone: who is where, and what each node was last scrubbed for.
    private func checkApart(_ bench: Bench, _ seed: UInt64) throws {
        var labelOfJob: [JobID: LabelName?] = [:]
        var jobsOn: [NodeName: Set<JobID>] = [:]
        var (scrubbedFor, changing): ([NodeName: LabelName?], [NodeName: LabelName?]) = ([:], [:])
        for entry in bench.journal.entries {
            switch entry.record {
            case .job(let id, .submitted(let submission)): labelOfJob[id] = .some(submission.spec.hostLabel)
            case .job(let id, .placed(_, let members)):
                for member in members {
                    let label = scrubbedFor[member.node] ?? nil
                    #expect(labelOfJob[id] == .some(label), "seed \(seed): (7) job \(id) on \(member.node)")
                    #expect(changing[member.node] == nil, "seed \(seed): job \(id) on \(member.node) while it changes")
                    jobsOn[member.node, default: []].insert(id)
                }
            case .job(let id, .ended), .job(let id, .requeued): for node in jobsOn.keys { jobsOn[node]?.remove(id) }
            case .nodeScrubbing(let node, let label): changing[node] = .some(label)
            case .nodeScrubbed(let node):
                #expect(jobsOn[node]?.isEmpty ?? true, "seed \(seed): (7) \(node) changes while something runs there")
                scrubbedFor[node] = changing[node] ?? nil
                changing[node] = nil
            case .nodeScrubFailed(let node, _): changing[node] = nil
            default: break
            }
        }
    }
}
