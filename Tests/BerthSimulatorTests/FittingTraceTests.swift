import BerthModel
import Testing

@testable import BerthSimulator

@Suite("jobs that fit a cluster")
struct FittingTraceTests {
    struct Jobs: TraceSource {
        var jobs: [TraceJob]
        let report = ImportReport(name: "jobs")

        mutating func next() throws(BerthError) -> TraceJob? { jobs.isEmpty ? nil : jobs.removeFirst() }
    }

    private static let v100 = KindName(literal: "v100")
    private static let h200 = KindName(literal: "h200")

    private static func job(_ line: Int, members: Int, _ choices: [DeviceChoice]) -> TraceJob {
        TraceJob(
            id: "j\(line)", line: line, arrival: Timestamp(milliseconds: 0), members: members, choices: choices, duration: .seconds(1))
    }

    @Test("a job that is larger than the cluster is counted and listed, the others pass")
    func tooLarge() throws {
        let jobs = [
            FittingTraceTests.job(1, members: 4, [DeviceChoice(kind: nil, count: 8)]),
            FittingTraceTests.job(2, members: 5, [DeviceChoice(kind: nil, count: 8)]),
            FittingTraceTests.job(3, members: 1, [DeviceChoice(kind: nil, count: 9)]),
            FittingTraceTests.job(4, members: 8, [DeviceChoice(kind: nil, count: 3)]),
            FittingTraceTests.job(5, members: 9, [DeviceChoice(kind: nil, count: 3)]),
            FittingTraceTests.job(6, members: 1000, []),
        ]
        let (given, report) = try Traces.drain(FittingTrace(Jobs(jobs: jobs), cluster: TraceCluster(parsing: "4x8")))
        #expect(given.map(\.line) == [1, 4, 6])
        #expect(report[.tooLarge].count == 3)
        #expect(
            report[.tooLarge].first.map(\.why) == [
                "5 members of 8; 4 fit on the empty cluster", "1 members of 9; 0 fit on the empty cluster",
                "9 members of 3; 8 fit on the empty cluster",
            ])
        #expect(report.leftOut == 3)
    }

    @Test("of its choices a job keeps those that fit; kinds that the cluster lacks are counted apart")
    func kinds() throws {
        let jobs = [
            FittingTraceTests.job(
                1, members: 2,
                [DeviceChoice(kind: FittingTraceTests.h200, count: 1), DeviceChoice(kind: FittingTraceTests.v100, count: 1)]),
            FittingTraceTests.job(2, members: 1, [DeviceChoice(kind: FittingTraceTests.h200, count: 1)]),
            FittingTraceTests.job(3, members: 1, [DeviceChoice(kind: FittingTraceTests.v100, count: 2)]),
        ]
        let (given, report) = try Traces.drain(FittingTrace(Jobs(jobs: jobs), cluster: TraceCluster(parsing: "v100:36,p100:4x4")))
        #expect(given.map(\.choices) == [[DeviceChoice(kind: FittingTraceTests.v100, count: 1)]])
        #expect(report[.unknownKind].first == [ImportReport.Place(line: 2, job: "j2", why: "h200")])
        #expect(
            report[.tooLarge].first == [
                ImportReport.Place(line: 3, job: "j3", why: "1 members of v100:2; 0 fit on the empty cluster")
            ])
    }

    @Test("cores, memory and parts of devices bound what a node holds")
    func bounds() {
        let pool = TraceCluster.Pool(kind: nil, nodes: 3, devices: 4, cores: .cores(64), memory: .gibibytes(256))
        let cluster = TraceCluster(pools: [pool])
        var job = FittingTraceTests.job(1, members: 1, [DeviceChoice(kind: nil, count: 1)])
        #expect(cluster.members(of: job, with: job.choices[0]) == 12)
        job.cores = .cores(32)
        #expect(cluster.members(of: job, with: job.choices[0]) == 6)
        job.memory = .gibibytes(257)
        #expect(cluster.members(of: job, with: job.choices[0]) == 0)
        (job.cores, job.memory) = (nil, nil)
        let part = DeviceChoice(kind: nil, count: 1, partition: .thousandths(300, memory: .zero))
        #expect(cluster.members(of: job, with: part) == 36)
        #expect(cluster.members(of: job, with: nil) == Int.max)
    }

    @Test(
        "a cluster is read from its text",
        arguments: [
            ("64x8", 64, 512), ("v100:36,p100:36,k80:36", 108, 108), ("h200:9x8,trn2:2x16", 11, 104), ("5x0", 5, 0),
        ])
    func parsing(text: String, nodes: Int, devices: Int) throws {
        let cluster = try TraceCluster(parsing: text)
        #expect(cluster.nodes == nodes)
        #expect(cluster.devices() == devices)
    }

    @Test(
        "what is no cluster is refused",
        arguments: [
            "", "64", "64x", "x8", "64x17", "0x8", "v100", "v100:", ":8", "v100:1x2x3", "64x8,", "-1x8", "v100:1:2", "1000001x1",
        ])
    func refused(text: String) {
        #expect(throws: BerthError.self) { try TraceCluster(parsing: text) }
    }

    @Test("of each finding a thousand jobs are listed, and all are counted")
    func bounded() {
        var report = ImportReport(name: "t")
        var other = ImportReport(name: "t")
        for line in 1...1500 { report.count(.tooLarge, line: line, job: "j") }
        for line in 1...700 { other.count(.tooLarge, line: line, job: "j") }
        #expect(report[.tooLarge].count == 1500)
        #expect(report[.tooLarge].first.count == ImportReport.listedMax)
        other.add(report)
        #expect(other[.tooLarge].count == 2200)
        #expect(other[.tooLarge].first.count == ImportReport.listedMax)
        #expect(other.text(listed: 0) == "t: 0 rows read, 2200 left out\n  2200 larger than the cluster")
    }
}
