import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

@testable import BerthSimulator

/// The checkers can fail: each test hands them one journal that breaks a rule.
@Suite("Checkers of the fault simulator")
struct LedgerTests {
    /// A small world, and a journal that is written by hand.
    private struct Book {
        let world: SimulatedFleet
        let ledger: Ledger
        private(set) var sequence: UInt64 = 0
        private var jobs: UInt64 = 0
        var time: Int64 = 1_000_000

        init() {
            var chance = Chance(seed: 4)
            world = SimulatedFleet(nodes: 40, chance: &chance)
            let policy = SimulatedPolicy(.open, world, chance: &chance)
            ledger = Ledger(world, policy)
            ledger.rules.labels = nil
        }

        mutating func add(_ record: JournalEntry.Record) {
            sequence += 1
            ledger.take(JournalEntry(sequence: sequence, time: Timestamp(milliseconds: time), record: record))
        }

        mutating func submit(_ jobClass: JobClass = .batch, _ change: (inout JobSpec) -> Void = { _ in }) -> JobID {
            var spec = JobSpec(name: "j", jobClass: jobClass, program: .command(["work"]), directory: "/tmp")
            spec.memory = .mebibytes(100)
            change(&spec)
            jobs += 1
            let id = JobID(number: jobs)
            let submitter = Submitter(uid: 2000, gid: 2000, user: "u0")
            add(.job(id, .submitted(JobEvent.Submission(spec: spec, submitter: submitter, agency: AgencyName(literal: "a0"), key: nil))))
            return id
        }

        /// A place of one core on a node, with the watts that belong to it.
        func place(member: Int = 0, node: Int = 0, core: Int = 0, devices: [Int] = []) -> MemberPlacement {
            let host = world.fleet.nodes[node]
            var watts = host.wattsPerCore
            let group = devices.isEmpty ? nil : host.groups.first
            if let power = group.flatMap({ Catalogue.shipped.kinds[$0.kind] })?.power {
                watts = watts + (power.max - power.idle) * devices.count
            }
            return MemberPlacement(
                member: member, node: host.name, kind: group?.kind, devices: devices, cores: [.init(numaNode: 0, core: core, eighths: 8)],
                memory: [.init(numaNode: 0, mebibytes: 100)], watts: watts)
        }

        /// A node with devices that can be had one at a time.
        var gpuNode: Int { world.fleet.nodes.firstIndex { $0.groups.first?.legalSets == .any && $0.groups.count == 1 } ?? 0 }
        var gpuKind: KindName { world.fleet.nodes[gpuNode].groups[0].kind }
    }

    @Test("a placement, a start, an end: nothing to blame")
    func sound() {
        var book = Book()
        let id = book.submit()
        book.add(.job(id, .placed(attempt: 1, members: [book.place()])))
        let run = RunID(job: id, attempt: 1, member: 0, run: 1)
        book.ledger.begin(run, on: 0)
        book.add(.job(id, .started(run, pid: 1)))
        book.ledger.end(run)
        book.add(.job(id, .exited(run, .exited(code: 0))))
        book.add(.job(id, .ended(.succeeded, exitCode: 0, why: "")))
        #expect(book.ledger.fault == nil)
        #expect(book.ledger.reserved == book.world.domains.map(\.base))
    }

    @Test("a device that two jobs get is found, and so is a core")
    func slots() {
        for isDevice in [true, false] {
            var book = Book()
            let node = book.gpuNode
            for core in 0..<2 {
                let kind = book.gpuKind
                let id = book.submit { if isDevice { $0.accelerators = [AcceleratorRequest(kind: kind, count: 1)] } }
                let place = isDevice ? book.place(node: node, core: core, devices: [3]) : book.place(node: node)
                book.add(.job(id, .placed(attempt: 1, members: [place])))
            }
            #expect(book.ledger.fault?.hasPrefix("(1)") == true, "\(book.ledger.fault ?? "nothing")")
        }
    }

    @Test("more watts than a budget are found, and watts that are too few for a job")
    func watts() {
        var book = Book()
        let (node, kind) = (book.gpuNode, book.gpuKind)
        book.ledger.bounds[0] = book.world.domains[0].base + 1_000_000
        let id = book.submit { $0.accelerators = [AcceleratorRequest(kind: kind, count: 8)] }
        book.add(.job(id, .placed(attempt: 1, members: [book.place(node: node, devices: Array(0..<8))])))
        #expect(book.ledger.fault?.hasPrefix("(2) site") == true, "\(book.ledger.fault ?? "nothing")")

        var other = Book()
        let cheap = other.submit { $0.accelerators = [AcceleratorRequest(kind: kind, count: 1)] }
        var place = other.place(node: node, devices: [0])
        place.watts = Watts(1)
        other.add(.job(cheap, .placed(attempt: 1, members: [place])))
        #expect(other.ledger.fault?.contains("reserves") == true, "\(other.ledger.fault ?? "nothing")")
    }

    @Test("half a gang is found")
    func gangs() {
        var book = Book()
        let id = book.submit(.gang) { $0.nodes = 3 }
        book.add(.job(id, .placed(attempt: 1, members: [book.place(), book.place(member: 1, core: 1)])))
        #expect(book.ledger.fault?.hasPrefix("(6)") == true)
    }

    @Test("a process that the journal does not have is found, and so are two of one member")
    func processes() {
        var book = Book()
        let id = book.submit()
        book.ledger.begin(RunID(job: id, attempt: 1, member: 0, run: 1), on: 0)
        #expect(book.ledger.fault?.hasPrefix("(4)") == true)

        var twice = Book()
        let other = twice.submit()
        twice.add(.job(other, .placed(attempt: 1, members: [twice.place()])))
        for _ in 0..<2 { twice.ledger.begin(RunID(job: other, attempt: 1, member: 0, run: 1), on: 0) }
        #expect(twice.ledger.fault?.contains("begins twice") == true)
    }

    @Test("what is given back while a process uses it is found")
    func givenBack() {
        var book = Book()
        let id = book.submit()
        book.add(.job(id, .placed(attempt: 1, members: [book.place()])))
        let run = RunID(job: id, attempt: 1, member: 0, run: 1)
        book.ledger.begin(run, on: 0)
        book.add(.job(id, .exited(run, .lost)))
        #expect(book.ledger.fault?.contains("and runs") == true)
    }

    @Test("a job that ends twice is found, and so is a number that comes again")
    func ends() {
        var book = Book()
        let id = book.submit()
        for _ in 0..<2 { book.add(.job(id, .ended(.cancelled, exitCode: nil, why: ""))) }
        #expect(book.ledger.fault?.contains("over or unknown") == true)

        var again = Book()
        let first = again.submit()
        let spec = JobSpec(name: "j", jobClass: .batch, program: .command(["work"]), directory: "/tmp")
        let submission = JobEvent.Submission(
            spec: spec, submitter: Submitter(uid: 1, gid: 1, user: "u0"), agency: AgencyName(literal: "a0"), key: nil)
        again.add(.job(first, .submitted(submission)))
        #expect(again.ledger.fault?.hasPrefix("(4) job 1") == true)
    }

    @Test("a placement on a lost, a drained and a flapping node is found")
    func nodes() {
        let name = Book().world.fleet.nodes[0].name
        let records: [[JournalEntry.Record]] = [
            [.nodeLost(name)], [.nodeDrained(name, reason: "fan", by: "root")],
        ]
        for (record, word) in zip(records, ["lost", "drained"]) {
            var book = Book()
            record.forEach { book.add($0) }
            let id = book.submit()
            book.add(.job(id, .placed(attempt: 1, members: [book.place()])))
            #expect(book.ledger.fault?.contains(word) == true, "\(book.ledger.fault ?? "nothing")")
        }
    }

    /// West has a scrub, and agency a0 the label west.
    private func labelled() -> Book {
        var book = Book()
        book.ledger.rules.labels = [["west"], [], [], [], [], []]
        book.ledger.rules.scrubbed = ["west"]
        book.add(.nodeScrubbing(book.world.fleet.nodes[0].name, to: LabelName(literal: "west")))
        return book
    }

    @Test("a label that comes without its scrub, or while something is there, is found; with it, its jobs may come")
    func labels() {
        var sound = labelled()
        let name = sound.world.fleet.nodes[0].name
        sound.ledger.beginScrub(on: 0, 1)
        sound.ledger.endScrub(on: 0)
        sound.ledger.scrubbed(0, 1)
        sound.add(.nodeScrubbed(name))
        let id = sound.submit { $0.hostLabel = LabelName(literal: "west") }
        sound.add(.job(id, .placed(attempt: 1, members: [sound.place()])))
        #expect(sound.ledger.fault == nil, "\(sound.ledger.fault ?? "")")
        sound.ledger.beginScrub(on: 0, 1)
        #expect(sound.ledger.fault?.hasPrefix("(7)") == true)

        var early = labelled()
        early.add(.nodeScrubbed(name))
        #expect(early.ledger.fault?.contains("was not scrubbed") == true)

        var held = labelled()
        let other = held.submit { $0.hostLabel = LabelName(literal: "west") }
        held.add(.job(other, .placed(attempt: 1, members: [held.place()])))
        #expect(held.ledger.fault?.contains("changes its label") == true)

        var foreign = labelled()
        let third = foreign.submit { $0.hostLabel = LabelName(literal: "west") }
        foreign.add(.job(third, .placed(attempt: 1, members: [foreign.place(node: 1)])))
        #expect(foreign.ledger.fault?.contains("a node of label none") == true)

        var open = labelled()
        _ = open.submit()
        #expect(open.ledger.fault?.contains("has the label none") == true)
    }

    @Test("a job that is stopped for another without a claim, too young, too often or a service is found")
    func preemption() {
        func fault(_ jobClass: JobClass = .batch, age: Int64 = 60_000, _ change: (inout Book) -> Void = { _ in }) -> String? {
            var book = Book()
            book.ledger.rules.highPreemptsLow = true
            book.ledger.rules.preemption = SimulatedRules.Preemption(minRun: 30_000, cooldown: 0, maxPerJob: 1)
            let victim = book.submit(jobClass) { $0.queue = QueueName(literal: "low") }
            book.add(.job(victim, .placed(attempt: 1, members: [book.place()])))
            let starter = book.submit { $0.queue = QueueName(literal: "high") }
            book.time += age
            change(&book)
            book.add(.job(victim, .stopping(.preempted, by: "job \(starter)")))
            return book.ledger.fault
        }
        #expect(fault() == nil)
        #expect(fault(.service)?.contains("service") == true)
        #expect(fault(age: 20_000)?.contains("20000 ms after its start") == true)
        #expect(fault { $0.ledger.rules.preemption.maxPerJob = 0 }?.contains("more often") == true)
        #expect(fault { $0.ledger.rules.highPreemptsLow = false }?.contains("never offered") == true)
        #expect(fault { $0.add(.job(JobID(number: 2), .ended(.cancelled, exitCode: nil, why: ""))) }?.contains("not there") == true)
    }

    @Test("a job that is placed before its begin, or when it cannot end before its deadline, is found")
    func moments() {
        for isBegin in [true, false] {
            var book = Book()
            let moment = Timestamp(milliseconds: book.time + 5000)
            let id = book.submit {
                if isBegin { $0.begin = moment } else { ($0.deadline, $0.time) = (moment, .seconds(10)) }
            }
            book.add(.job(id, .placed(attempt: 1, members: [book.place()])))
            #expect(book.ledger.fault?.contains(isBegin ? "begin" : "deadline") == true)
        }
    }

    @Test("a node that was lost three times in ten minutes and is not held is found")
    func holdDown() {
        var book = Book()
        let name = book.world.fleet.nodes[0].name
        for _ in 0..<3 {
            book.add(.nodeLost(name))
            book.time += 60_000
            book.add(.nodeBack(name, heldUntil: nil))
        }
        #expect(book.ledger.fault?.contains("by the rule") == true)
    }

    @Test("an acknowledged job that the journal does not have is found")
    func acknowledged() {
        let book = Book()
        book.ledger.acknowledge(JobID(number: 1), key: "k1")
        #expect(book.ledger.fault?.hasPrefix("(3)") == true)
    }

    @Test("a job that runs past its limit and the backstop is found")
    func deadline() {
        var book = Book()
        let id = book.submit {
            $0.time = .seconds(10)
            $0.grace = .seconds(5)
        }
        book.add(.job(id, .placed(attempt: 1, members: [book.place()])))
        book.ledger.checkDeadlines(at: book.time + 44_999)
        #expect(book.ledger.fault == nil)
        book.ledger.checkDeadlines(at: book.time + 45_000)
        #expect(book.ledger.fault?.contains("past its limit") == true)
    }
}
