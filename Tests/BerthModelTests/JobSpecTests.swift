import BerthModel
import Foundation
import Testing

@Suite("Job specs")
struct JobSpecTests {
    private static func batch() -> JobSpec {
        JobSpec(name: "sweep", jobClass: .batch, program: .command(["true"]), directory: "/tmp")
    }

    private static func service() -> JobSpec {
        JobSpec(name: "chat", jobClass: .service, program: .command(["serve"]), directory: "/tmp")
    }

    @Test("the smallest job of each class is valid", arguments: JobClass.allCases)
    func smallest(jobClass: JobClass) {
        let spec = JobSpec(name: "a", jobClass: jobClass, program: .command(["true"]), directory: "/")
        #expect(throws: Never.self) { try spec.validate() }
    }

    struct Fault: CustomTestStringConvertible, Sendable {
        let field: String
        let change: @Sendable (inout JobSpec) -> Void
        init(_ field: String, _ change: @escaping @Sendable (inout JobSpec) -> Void) {
            self.field = field
            self.change = change
        }
        var testDescription: String { field }
    }

    static let batchFaults: [Fault] = [
        Fault("/name") { $0.name = "" }, Fault("/name") { $0.name = "two\nlines" },
        Fault("/name") { $0.name = String(repeating: "x", count: 129) },
        Fault("/command") { $0.program = .command([]) }, Fault("/command") { $0.program = .command([""]) },
        Fault("/command") { $0.program = .command(["a", "b\0c"]) }, Fault("/script") { $0.program = .script("echo", arguments: []) },
        Fault("/script") { $0.program = .script("#!/bin/sh\n" + String(repeating: "#", count: Limits.scriptBytesMax), arguments: []) },
        Fault("/script") { $0.program = .script("#!/bin/sh", arguments: ["\0"]) }, Fault("/directory") { $0.directory = "relative" },
        Fault("/directory") { $0.directory = "/a\0" }, Fault("/output") { $0.output = "" }, Fault("/error") { $0.error = "" },
        Fault("/output") { $0.output = String(repeating: "x", count: 4096) }, Fault("/nodes") { $0.nodes = 2 },
        Fault("/nodes") { $0.nodes = 0 },
        Fault("/replicas") { $0.replicas = ReplicaRange(min: 2, max: 2) }, Fault("/readiness") { $0.readiness = Readiness(probe: .tcp) },
        Fault("/array") { $0.array = ArraySpec(indexes: [], limit: nil) },
        Fault("/array") { $0.array = ArraySpec(indexes: [1, 1], limit: nil) },
        Fault("/array") { $0.array = ArraySpec(indexes: [2, 1], limit: nil) },
        Fault("/array") { $0.array = ArraySpec(indexes: [-1, 1], limit: nil) },
        Fault("/array") { $0.array = ArraySpec(indexes: [1], limit: 0) },
        Fault("/array") { $0.array = ArraySpec(indexes: [10_000_000], limit: nil) },
        Fault("/array") { $0.array = ArraySpec(indexes: Array(0...Limits.arrayTasksMax), limit: nil) },
        Fault("/cpus") { $0.cpus = CoreShare(eighths: 9) }, Fault("/cpus") { $0.cpus = .zero }, Fault("/cpus") { $0.cpus = .cores(4097) },
        Fault("/memory") { $0.memory = .zero }, Fault("/memory") { $0.memory = Bytes(.max) },
        Fault("/accelerators/0/count") { $0.accelerators = [AcceleratorRequest(kind: KindName(literal: "h200"), count: 17)] },
        Fault("/accelerators/1/count") {
            $0.accelerators = [
                AcceleratorRequest(kind: KindName(literal: "h200"), count: 8),
                AcceleratorRequest(kind: KindName(literal: "trn2"), count: 0),
            ]
        },
        Fault("/accelerators/1") {
            $0.accelerators = Array(repeating: AcceleratorRequest(kind: KindName(literal: "h200"), count: 8), count: 2)
        },
        Fault("/time") { $0.time = .zero }, Fault("/time") { $0.time = .seconds(400_000_000) }, Fault("/grace") { $0.grace = .seconds(-1) },
        Fault("/signal") { $0.warning = WarningSignal(signal: 10, before: .seconds(10)) },
        Fault("/signal") {
            $0.time = .seconds(10)
            $0.warning = WarningSignal(signal: 10, before: .seconds(10))
        },
        Fault("/signal") {
            $0.time = .seconds(10)
            $0.warning = WarningSignal(signal: 65, before: .seconds(1))
        },
        Fault("/signal") {
            $0.time = .seconds(10)
            $0.warning = WarningSignal(signal: 10, before: .zero)
        },
        Fault("/dependencies") {
            $0.dependencies = (1...UInt64(Limits.dependenciesMax + 1)).map { Dependency(.after, JobID(number: $0)) }
        },
        Fault("/max_attempts") { $0.maxAttempts = 0 }, Fault("/max_attempts") { $0.maxAttempts = 1001 },
        Fault("/priority") { $0.priority = 1001 },
        Fault("/priority") { $0.priority = -1001 }, Fault("/environment") { $0.environment = ["A=B": "c"] },
        Fault("/environment") { $0.environment = ["": "c"] }, Fault("/environment") { $0.environment = ["A": "\0"] },
        Fault("/preemptible") { $0.preemptible = .seconds(-1) },
        Fault("/deadline") {
            ($0.begin, $0.time) = (Timestamp(milliseconds: 5000), .seconds(10))
            $0.deadline = Timestamp(milliseconds: 14_999)
        },
        Fault("/power_cap") { $0.powerCap = .zero }, Fault("/power_cap") { $0.powerCap = Watts(1_000_001) },
    ]

    @Test("each fault of a batch job is refused with its field", arguments: batchFaults)
    func batchFault(fault: Fault) {
        var spec = JobSpecTests.batch()
        fault.change(&spec)
        let error = #expect(throws: BerthError.self) { try spec.validate() }
        #expect(error?.code == .invalidJob)
        #expect(error?.field == fault.field)
        #expect(error?.message.contains("\n") == false)
    }

    static let serviceFaults: [Fault] = [
        Fault("/replicas") { $0.replicas = ReplicaRange(min: 0, max: 1) },
        Fault("/replicas") { $0.replicas = ReplicaRange(min: 3, max: 2) },
        Fault("/replicas") { $0.replicas = ReplicaRange(min: 1, max: 100_001) },
        Fault("/array") { $0.array = ArraySpec(indexes: [1, 2], limit: nil) },
        Fault("/readiness") { $0.readiness = Readiness(probe: .tcp, interval: .zero) },
        Fault("/together") { $0.together = .rack },
        Fault("/readiness") { $0.readiness = Readiness(probe: .tcp, timeout: .zero) },
        Fault("/readiness") { $0.readiness = Readiness(probe: .tcp, failureThreshold: 0) },
    ]

    @Test("each fault of a service is refused with its field", arguments: serviceFaults)
    func serviceFault(fault: Fault) {
        var spec = JobSpecTests.service()
        fault.change(&spec)
        #expect(throws: BerthError.self) { try spec.validate() }
        let error = #expect(throws: BerthError.self) { try spec.validate() }
        #expect(error?.field == fault.field)
    }

    /// A spec in which no field has its default.
    private static func full() throws -> JobSpec {
        var spec = JobSpec(
            name: "all", jobClass: .service, program: .script("#!/bin/sh\necho \"hi\"\n", arguments: ["a b"]), directory: "/srv")
        spec.agency = try AgencyName("noaa")
        spec.queue = try QueueName("serve")
        spec.workload = try WorkloadName("claude-serving")
        spec.replicas = ReplicaRange(min: 2, max: 6)
        spec.accelerators = try AcceleratorRequest.alternatives(parsing: "h200:8|trn2:16:lnc=1|h100:mig=3g.40gb|a100-80:fraction=250/20GiB")
        spec.together = .neuronlink
        spec.cpus = CoreShare(eighths: 2)
        spec.memory = try Bytes(parsing: "64 GiB")
        spec.time = .seconds(3600)
        spec.hold = true
        spec.dependencies = try Dependency.list(parsing: "afterok:1:2_3")
        spec.environment = ["A": "ü\"\n"]
        spec.output = "out-%j"
        spec.error = "err-%j"
        spec.array = ArraySpec(indexes: [1, 5], limit: 1)
        spec.priority = -3
        spec.requeue = true
        spec.maxAttempts = 4
        spec.warning = WarningSignal(signal: 10, before: .seconds(60))
        spec.grace = .seconds(3)
        spec.powerCap = Watts(500)
        spec.preemptible = .seconds(120)
        spec.begin = Timestamp(milliseconds: 1_772_366_400_001)
        spec.deadline = Timestamp(milliseconds: 1_772_452_800_000)
        spec.hostLabel = try LabelName("il5")
        spec.readiness = Readiness(probe: .http(path: "/healthz"), interval: .milliseconds(250))
        spec.nodeList = [try NodeName("h-03")]
        spec.exclude = [try NodeName("h-04")]
        spec.labels = ["team": "a"]
        spec.simulation = Simulation(duration: .seconds(30), exit: 2)
        return spec
    }

    @Test("a spec with every field set comes back from JSON as it was, and so does the smallest one")
    func roundTrip() throws {
        for spec in [try JobSpecTests.full(), JobSpecTests.batch()] {
            #expect(try JSONDecoder().decode(JobSpec.self, from: JSONEncoder().encode(spec)) == spec)
        }
    }

    @Test("no field of the full spec has its default, so that the round trip proves each of them")
    func fullIsFull() throws {
        let full = try JobSpecTests.full()
        let plain = JobSpec(name: "plain", jobClass: .batch, program: .command(["true"]), directory: "/")
        for (left, right) in zip(Mirror(reflecting: full).children, Mirror(reflecting: plain).children) where left.label != "nodes" {
            #expect(String(describing: left.value) != String(describing: right.value), "\(left.label ?? "")")
        }
    }

    @Test("defaults are not written")
    func compact() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(JobSpecTests.batch()), as: UTF8.self)
        #expect(text == #"{"class":"batch","directory":"/tmp","name":"sweep","program":{"command":{"_0":["true"]}}}"#)
    }

    @Test(
        "broken journal texts are refused, not crashed on",
        arguments: [
            #"{"class":"batch"}"#, #"{"class":"x","directory":"/","name":"a","program":{"command":{"_0":[]}}}"#,
            #"{"class":"batch","directory":"/","name":"a","program":{"command":{"_0":["a"]}},"cpus":-1}"#,
            #"{"class":"batch","directory":"/","name":"a","program":{"command":{"_0":["a"]}},"memory":-1}"#,
            #"{"class":"batch","directory":"/","name":"a","program":{"command":{"_0":["a"]}},"agency":"../x"}"#,
        ])
    func brokenTexts(text: String) {
        #expect(throws: (any Error).self) { try JSONDecoder().decode(JobSpec.self, from: Data(text.utf8)) }
    }
}
