import BerthModel
import BerthStorage
import Testing

@Suite("job files written and read back")
struct JobFileRoundTripTests {
    private func check(_ spec: JobSpec, _ comment: Comment? = nil, location: SourceLocation = #_sourceLocation) throws {
        let text = JobFile.encode(spec)
        #expect(try JobFile.decode(text, fileName: "explain.yaml") == spec, comment ?? "\(text)", sourceLocation: location)
    }

    private var full: JobSpec {
        get throws {
            var spec = JobSpec(
                name: "a job: with #marks", jobClass: .service, program: .command(["serve", "--flag=a b", "", "true", "-x"]),
                directory: "/srv/with space")
            spec.agency = try AgencyName("noaa")
            spec.queue = try QueueName("serve")
            spec.workload = try WorkloadName("claude-serving")
            spec.replicas = ReplicaRange(min: 2, max: 6)
            spec.accelerators = [
                AcceleratorRequest(kind: try KindName("h200"), count: 8), AcceleratorRequest(kind: try KindName("trn2"), count: 16, lnc: 1),
                AcceleratorRequest(kind: try KindName("h100"), count: 1, partition: .mig("1g.10gb+me")),
                AcceleratorRequest(kind: try KindName("b200"), count: 1, partition: .thousandths(125, memory: Bytes(1_500_000_001))),
            ]
            spec.cpus = CoreShare(eighths: 2)
            spec.memory = Bytes(1_500_000_001)
            spec.time = .milliseconds(90_001)
            spec.warning = WarningSignal(signal: 10, before: .seconds(30))
            spec.grace = .seconds(0)
            spec.powerCap = Watts(milliwatts: 500_500)
            spec.hold = true
            spec.dependencies = [Dependency(.after, JobID(number: 4, task: 2)), Dependency(.afterNotOK, JobID(number: 9))]
            spec.environment = ["A": "", "B": "x: {y}", "PATH": "/bin:/usr/bin", "N": "\n\t\"\\\u{7F}é🚀"]
            spec.output = "logs/%j_%a.out"
            spec.error = "null"
            spec.priority = -5
            spec.requeue = true
            spec.maxAttempts = 7
            spec.readiness = Readiness(
                probe: .http(path: "/healthz"), interval: .milliseconds(250), timeout: .seconds(2), failureThreshold: 5)
            spec.preemptible = .seconds(120)
            spec.begin = Timestamp(milliseconds: 1_772_366_400_001)
            spec.deadline = Timestamp(milliseconds: 1_772_452_800_000)
            spec.hostLabel = try LabelName("il5")
            spec.nodeList = try ["h-01", "h-02", "h-07"].map { name throws(BerthError) in try NodeName(name) }
            spec.exclude = [try NodeName("t-1")]
            spec.labels = ["team": "ocean", "42": "~"]
            spec.simulation = Simulation(duration: .seconds(30), exit: 3)
            return spec
        }
    }

    @Test("a job with every key comes back")
    func everything() throws { try check(full) }

    @Test("a gang whose members stand together comes back")
    func together() throws {
        var spec = JobSpec(name: "train", jobClass: .gang, program: .command(["a"]), directory: "/")
        (spec.nodes, spec.together) = (4, .nvlink)
        try check(spec)
    }

    @Test("an array comes back")
    func array() throws {
        var spec = JobSpec(name: "tune", jobClass: .batch, program: .command(["a"]), directory: "/")
        spec.array = ArraySpec(indexes: [0, 1, 2, 5, 9, 10], limit: 4)
        try check(spec)
    }

    @Test(
        "scripts come back to the byte",
        arguments: [
            "#!/bin/sh\necho hello\n", "#!/bin/sh", "#!/bin/sh\n\n\n", "#!/bin/sh\n  indented: yes\n\ttab\n\nend\n",
            "#!/bin/sh\r\nwindows\r\n", "#!/bin/sh\n# \u{0}x\n",
            "#!/bin/sh\necho é 🚀 \u{2028}\n", "#!/bin/sh\ntrailing  \n",
        ])
    func scripts(text: String) throws {
        try check(JobSpec(name: "s", jobClass: .batch, program: .script(text, arguments: ["-n", "a b"]), directory: "/"))
    }

    @Test("random jobs come back", arguments: 0..<200)
    func random(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        // Without U+FEFF: the YAML library drops it at the start of a text.
        let characters = Array("abz019 .:-_#{}[]&*!|>'\"%@`,?\\~=\n\té🚀\u{85}\u{A0}")
        func text(_ most: Int) -> String {
            String((0..<Int.random(in: 0...most, using: &generator)).map { _ in characters.randomElement(using: &generator) ?? "a" })
        }
        var spec = JobSpec(name: "n", jobClass: .gang, program: .command(["c"] + (0..<3).map { _ in text(12) }), directory: "/" + text(8))
        spec.nodes = Int.random(in: 1...100, using: &generator)
        spec.environment = [("k" + text(5)).replacing("=", with: ""): text(30), "K": text(3)]
        spec.labels = [text(6): text(6)]
        spec.output = "o" + text(10)
        spec.memory = Bytes(Int64.random(in: 1...(1 << 45), using: &generator))
        spec.time = .milliseconds(Int64.random(in: 1...Limits.durationMaxMilliseconds, using: &generator))
        spec.powerCap = Watts(milliwatts: Int64.random(in: 1...1_000_000, using: &generator))
        try check(spec, "seed \(seed):\n\(JobFile.encode(spec))")
    }
}
