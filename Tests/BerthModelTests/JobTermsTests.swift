import BerthModel
import Testing

@Suite("Terms of jobs")
struct JobTermsTests {
    private let job: JobSpec = {
        var job = JobSpec(name: "a", jobClass: .batch, program: .command(["a"]), directory: "/a")
        job.accelerators = [AcceleratorRequest(kind: KindName(literal: "h200"), count: 1)]
        job.environment = ["A": "1"]
        return job
    }()

    /// One change of each field, by its name.
    private let changes: [String: (inout JobSpec) -> Void] = [
        "name": { $0.name = "b" }, "program": { $0.program = .command(["b"]) },
        "dependencies": { $0.dependencies = [Dependency(.after, JobID(number: 1))] },
        "simulation": { $0.simulation = Simulation(duration: .seconds(1)) },
        "agency": { $0.agency = AgencyName(literal: "b") }, "queue": { $0.queue = QueueName(literal: "b") },
        "jobClass": { $0.jobClass = .gang },
        "workload": { $0.workload = WorkloadName(literal: "b") }, "nodes": { $0.nodes = 2 },
        "replicas": { $0.replicas = ReplicaRange(min: 1, max: 2) }, "accelerators": { $0.accelerators[0].lnc = 1 },
        "together": { $0.together = .rack }, "cpus": { $0.cpus = .cores(2) }, "memory": { $0.memory = .gibibytes(2) },
        "time": { $0.time = .milliseconds(1) }, "hold": { $0.hold = true }, "environment": { $0.environment["A"] = "2" },
        "directory": { $0.directory = "/b" }, "output": { $0.output = "b" }, "error": { $0.error = "b" },
        "array": { $0.array = ArraySpec(indexes: [1], limit: nil) }, "priority": { $0.priority = 1 }, "requeue": { $0.requeue = true },
        "maxAttempts": { $0.maxAttempts = 2 }, "warning": { $0.warning = WarningSignal(signal: 10, before: .seconds(1)) },
        "grace": { $0.grace = .seconds(11) }, "powerCap": { $0.powerCap = Watts(100) },
        "readiness": { $0.readiness = Readiness(probe: .tcp) },
        "nodeList": { $0.nodeList = [NodeName(literal: "b")] }, "exclude": { $0.exclude = [NodeName(literal: "b")] },
        "preemptible": { $0.preemptible = .seconds(1) }, "begin": { $0.begin = Timestamp(milliseconds: 1) },
        "deadline": { $0.deadline = Timestamp(milliseconds: 1) }, "hostLabel": { $0.hostLabel = LabelName(literal: "b") },
        "labels": { $0.labels["A"] = "2" },
    ]
    private static let ownWords: Set = ["name", "program", "dependencies", "simulation"]

    @Test("every field of a job is one of its terms or one of its own words")
    func everyField() {
        #expect(Set(Mirror(reflecting: job).children.compactMap(\.label)) == Set(changes.keys))
        for (field, change) in changes {
            var other = job
            change(&other)
            let isOwn = JobTermsTests.ownWords.contains(field)
            #expect(other != job && job.hasTerms(of: other) == isOwn, "\(field)")
            #expect((job.withoutOwnWords == other.withoutOwnWords) == isOwn, "\(field)")
        }
    }

    @Test("a submission gives back the job that it was made of, whatever that is")
    func wholeAgain() {
        let durations: [Duration?] = [nil, .zero, .milliseconds(1500), .nanoseconds(1), .seconds(1 << 60), .seconds(-1)]
        let simulations = durations.flatMap { duration in [0, 3, -1, .max].map { Simulation(duration: duration, exit: $0) } }
        let agency = AgencyName(literal: "noaa")
        for simulation in [nil] + simulations.map(Optional.some) {
            for dependencies in [[], [Dependency(.afterOK, JobID(number: 7, task: 3))]] {
                var given = job
                (given.simulation, given.dependencies) = (simulation, dependencies)
                let submission = JobEvent.Submission(
                    spec: given, submitter: Submitter(uid: 1, gid: 1, user: "ann"), agency: agency, key: "k")
                #expect(submission.spec == given && submission.key == "k")
            }
        }
    }
}
