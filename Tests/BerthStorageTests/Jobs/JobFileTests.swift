import BerthModel
import BerthStorage
import Testing

@Suite("job files")
struct JobFileTests {
    private func decode(_ text: String) throws(BerthError) -> JobSpec {
        try JobFile.decode(text, fileName: "job.yaml", defaults: .init(directory: "/srv/user1"))
    }

    @Test("the example of the specification reads as it says")
    func example() throws {
        let spec = try decode(
            """
            schema: 1
            name: train-a
            agency: noaa
            queue: research
            class: gang
            command: [python3, train.py]
            workload: claude-serving
            nodes: 2
            accelerators: [{kind: h200, count: 8}]
            cpus: 8
            memory: 64 GiB
            time: 6h
            hold: false
            dependencies: ["afterok:41"]
            environment: {A: b}
            simulate: {duration: 30s, exit: 0}
            """)
        var expected = JobSpec(name: "train-a", jobClass: .gang, program: .command(["python3", "train.py"]), directory: "/srv/user1")
        expected.agency = try AgencyName("noaa")
        expected.queue = try QueueName("research")
        expected.workload = try WorkloadName("claude-serving")
        expected.nodes = 2
        expected.accelerators = [AcceleratorRequest(kind: try KindName("h200"), count: 8)]
        expected.cpus = .cores(8)
        expected.memory = .gibibytes(64)
        expected.time = .seconds(6 * 3600)
        expected.dependencies = [Dependency(.afterOK, JobID(number: 41))]
        expected.environment = ["A": "b"]
        expected.simulation = Simulation(duration: .seconds(30), exit: 0)
        #expect(spec == expected)
    }

    @Test("a command alone is a job on one core, with the name of its program")
    func defaults() throws {
        let spec = try decode("command: [/usr/bin/sleep, 30]")
        #expect(spec == JobSpec(name: "sleep", jobClass: .batch, program: .command(["/usr/bin/sleep", "30"]), directory: "/srv/user1"))
    }

    @Test(
        "every way to write accelerators gives the same request",
        arguments: [
            "h200:8", "{kind: h200, count: 8}", "[{kind: h200, count: 8}]", "[h200:8]", "{any: [{kind: h200, count: 8}]}",
            "{any: [h200:8]}",
        ])
    func accelerators(text: String) throws {
        #expect(try decode("command: [a]\naccelerators: \(text)").accelerators == [AcceleratorRequest(kind: KindName("h200"), count: 8)])
    }

    @Test("alternatives keep their order")
    func alternatives() throws {
        let expected = [
            AcceleratorRequest(kind: try KindName("h200"), count: 8), AcceleratorRequest(kind: try KindName("trn2"), count: 16),
        ]
        #expect(try decode("command: [a]\naccelerators: \"h200:8 | trn2:16\"").accelerators == expected)
        #expect(try decode("command: [a]\naccelerators: {any: [{kind: h200, count: 8}, trn2:16]}").accelerators == expected)
    }

    @Test(
        "parts of devices and core sizes are read",
        arguments: [
            ("{kind: h100, mig: 3g.40gb}", "h100:mig=3g.40gb"), ("h100:mig=3g.40gb", "h100:mig=3g.40gb"),
            ("[{kind: h100, count: 1, fraction: {thousandths: 250, memory: 20 GiB}}]", "h100:fraction=250/20GiB"),
            ("{any: [{kind: trn2, count: 16, lnc: 1}, \"h100:mig=7g.80gb\"]}", "trn2:16:lnc=1 | h100:mig=7g.80gb"),
        ])
    func parts(text: String, requests: String) throws {
        #expect(try decode("command: [a]\naccelerators: \(text)").accelerators == AcceleratorRequest.alternatives(parsing: requests))
    }

    @Test(
        "broken parts are named with their place",
        arguments: [
            (
                "{kind: h100, mig: 3g.40gb, fraction: {thousandths: 1, memory: 1 GiB}}",
                "job.yaml:2:42: a part of a device is \"mig\" or a \"fraction\", not both"
            ),
            ("{kind: h100, fraction: {thousandths: 0, memory: 1 GiB}}", "job.yaml:2:52: \"thousandths\" must be 1 to 999, not 0"),
            ("{kind: h100, fraction: {thousandths: 1000, memory: 1 GiB}}", "job.yaml:2:52: \"thousandths\" must be 1 to 999, not 1000"),
            ("{kind: h100, fraction: {thousandths: 250}}", "job.yaml:2:38: \"memory\" is missing in fraction"),
            ("{kind: h100, fraction: {share: 0.25}}", "job.yaml:2:39: unknown key \"share\" in fraction (known: thousandths, memory)"),
            (
                "{kind: h100, fraction: {thousandths: 250, memory: 20}}",
                "job.yaml:2:65: \"20\" is not a memory size: it has no unit; "
                    + "write it like \"64 GiB\""
            ),
            ("{kind: trn2, count: 16, lnc: 3}", "job.yaml:2:44: \"lnc\" must be 1 to 2, not 3"),
            (
                "[{kind: h100, count: 2, mig: 3g.40gb}]",
                "job.yaml:2:36: parts of 2 devices of kind h100: a member has a part of one device "
                    + "(leave \"count\" out, and ask for more members)"
            ),
        ])
    func brokenParts(text: String, message: String) {
        #expect(#expect(throws: BerthError.self) { try decode("command: [a]\naccelerators: \(text)") }?.description == message)
    }

    @Test(
        "each fault is named with its place and its remedy",
        arguments: [
            ("command: [a]\nmemmory: 1 GiB", "job.yaml:2:1: unknown key \"memmory\" in the job (did you mean \"memory\"?)"),
            ("command: [a]\nmemory: 64", "job.yaml:2:9: \"64\" is not a memory size: it has no unit; write it like \"64 GiB\""),
            ("command: [a]\nnodes: two", "job.yaml:2:8: \"nodes\" must be a whole number, not \"two\""),
            ("command: [a]\nnodes: \"2\"", "job.yaml:2:8: \"nodes\" must be a whole number, not text \"2\""),
            (
                "command: [a]\nnodes: 2",
                "job.yaml:2:8: a batch job has one node, not 2 (use \"class: gang\", or \"replicas\" for a service)"
            ),
            ("command: [a]\nhold: yes", "job.yaml:2:7: \"hold\" must be true or false, not \"yes\""),
            ("command: a", "job.yaml:1:10: \"command\" must be a list, not \"a\""),
            (
                "command: [a]\nclass: servise",
                "job.yaml:2:8: \"class\" must be service, gang, batch, not \"servise\" (did you mean \"service\"?)"
            ),
            ("command: [a]\naccelerators: [{kind: h200, count: 17}]", "job.yaml:2:36: \"count\" must be 1 to 16, not 17"),
            (
                "command: [a]\naccelerators: [h200:1, trn2:1]",
                "job.yaml:2:24: a member holds devices of one kind, not of 2 (for alternatives write \"accelerators: {any: [...]}\")"
            ),
            ("command: [a]\nscript: x", "job.yaml:2:1: a job has a \"command\" or a \"script\", not both"),
            ("name: x", "job.yaml:1:1: \"command\" is missing in the job (or write a \"script\")"),
            ("command: [a]\nschema: 2", "job.yaml:2:9: schema \"2\" is not known (this version reads schema 1)"),
            (
                "command: [a]\nclass: service\nreadiness: {http: /h, tcp: true}",
                "job.yaml:3:12: a readiness probe is one of \"http\", \"tcp\" and \"command\", not 2 of them"
            ),
            ("command: [a]\nreplicas: 2", "job.yaml:2:11: only a service has replicas"),
            ("command: [a]\npower_cap: 0 W", "job.yaml:2:12: \"power_cap\" must be above zero, not 0 W"),
            ("[a]", "job.yaml:1:1: the job must be a map of keys, not a list"),
            ("command: [a]\nsignal: USR1@300", "job.yaml:2:9: a warning before the end needs a time limit (add \"time\")"),
            (
                "command: [a]\nnode_list: \"h-[1-10000000]\"",
                "job.yaml:2:12: \"h-[1-10000000]\" stands for more than the 1000000 names that a fleet may hold"
            ),
        ])
    func faults(text: String, message: String) {
        let error = #expect(throws: BerthError.self) { try decode(text) }
        #expect(error?.description == message)
    }

    @Test("a request without a file is faulted by JSON pointer")
    func pointers() {
        func field(_ text: String) -> String? {
            #expect(throws: BerthError.self) { try JobFile.decodeJSON(Array(text.utf8), fileName: nil, defaults: .init(directory: "/")) }?
                .field
        }
        #expect(field(#"{"command": ["a"], "accelerators": [{"kind": "h200", "count": 99}]}"#) == "/accelerators/0/count")
        #expect(field(#"{"command": ["a"], "nodes": 2}"#) == "/nodes")
        #expect(field(#"{"command": ["a"], "nodez": 2}"#) == "/nodez")
        #expect(field(#"{"command": "#) == "1:13")
    }

    @Test("a job may be requeued twice unless it says how often")
    func requeue() throws {
        #expect(try decode("command: [a]\nrequeue: true").maxAttempts == 3)
        #expect(try decode("command: [a]\nrequeue: true\nmax_attempts: 5").maxAttempts == 5)
    }
}
