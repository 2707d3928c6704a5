import BerthModel
import TestSupport
import Testing

@testable import BerthSimulator

@Suite("importing Gavel")
struct GavelTraceTests {
    static let table = """
        {"v100": {"('LM (batch size 5)', 1)": {"null": 10.0, "('A3C', 1)": [5.5, 2]}, "('LM (batch size 5)', 8)": {"null": 40},
                  "('A3C', 1)": {"null": 4}},
         "k80": {"('LM (batch size 5)', 1)": {"null": 2.5}, "('A3C', 1)": {"null": 0.0}, "('LM (batch size 5)', 8)": {"null": 8}},
         "v100_unconsolidated": {"('LM (batch size 5)', 8)": {"null": 20}}}
        """
    static let sample = """
        LM (batch size 5)\tcd %s && python3 a.py "x\t--steps\t1\t1000\t0.000000\t1
        LM (batch size 5)\tpython3 a.py\t--steps\t1\t1000\t60.5\t8
        A3C\tpython3 b.py\t--max\t0\t400\t61\t1
        LM (batch size 5)\tpython3 a.py\t--steps\t1\t1000\t62\t6
        Unheard Of\tpython3 a.py\t--steps\t1\t1000\t63\t1
        A3C\tpython3 b.py\t--max\t0\t200\t64\t1

        """

    private func throughputs() throws(BerthError) -> GavelThroughputs {
        try GavelThroughputs(Array(GavelTraceTests.table.utf8), name: "t.json")
    }

    private func trace(_ text: String, kinds: [KindName]? = nil, devicesPerNode: Int = 8) throws(BerthError) -> GavelTrace {
        try GavelTrace(
            Traces.rows(text, separator: "\t"), throughputs: throughputs(), kinds: kinds, devicesPerNode: devicesPerNode)
    }

    @Test("a job names every kind on which it runs, with how long it runs there")
    func jobs() throws {
        let jobs = try Traces.drain(trace(GavelTraceTests.sample)).all
        let (v100, k80) = (KindName(literal: "v100"), KindName(literal: "k80"))
        #expect(jobs.map(\.line) == [1, 2, 3, 6])
        #expect(
            jobs[0].choices == [
                DeviceChoice(kind: v100, count: 1, duration: .seconds(100)), DeviceChoice(kind: k80, count: 1, duration: .seconds(400)),
            ])
        #expect(
            jobs[1].choices == [
                DeviceChoice(kind: v100, count: 8, duration: .seconds(25)), DeviceChoice(kind: k80, count: 8, duration: .seconds(125)),
            ])
        // A throughput of 0 on the k80: it does not run there.
        #expect(jobs[2].choices == [DeviceChoice(kind: v100, count: 1, duration: .seconds(100))])
        #expect(jobs.map(\.arrival.milliseconds) == [0, 60_500, 61_000, 64_000])
        #expect(jobs[3].choices.map(\.duration) == [.seconds(50)])
    }

    @Test("later versions have the working directory, and a weight, too")
    func otherColumns() throws {
        let eight = try Traces.drain(trace("A3C\tb.py\t/dir\t--max\t0\t400\t64\t1\n")).all[0]
        #expect((eight.arrival.milliseconds, eight.choices[0].duration) == (64_000, .seconds(100)))
        let ten = try Traces.drain(trace("A3C\tb.py\t/dir\t--max\t0\t400\t1\t2.5\t-1\t64\n")).all[0]
        #expect((ten.arrival.milliseconds, ten.choices[0].duration, ten.priority) == (64_000, .seconds(100), 2500))
        let mixed = "A3C\tb.py\t/dir\t--max\t0\t400\t1\t2.5\t-1\t64\nA3C\tb.py\t/dir\t--max\t0\t400\t1"
        let error = Traces.refusal { () throws(BerthError) in try trace(mixed) }
        #expect(error?.message == "the row has 7 of 10 fields: it is cut short")
    }

    @Test("a gang over several nodes runs as fast as one that is spread, where that was measured")
    func spread() throws {
        let job = try Traces.drain(trace(GavelTraceTests.sample, devicesPerNode: 4)).all[1]
        #expect(job.members == 2)
        #expect(job.choices.map(\.count) == [4, 4])
        #expect(job.choices.map(\.duration) == [.seconds(50), .seconds(125)])
    }

    @Test("what was not measured is counted, and no figure is made up for it")
    func unmeasured() throws {
        let report = try Traces.drain(trace(GavelTraceTests.sample)).report
        #expect(report.rows == 6)
        #expect(report[.unknownModel].count == 2)
        #expect(
            report[.unknownModel].first.map(\.why) == [
                "\"LM (batch size 5)\" with 6 accelerators was not measured", "\"Unheard Of\" with 1 accelerator was not measured",
            ])
        let onK80 = try Traces.drain(trace(GavelTraceTests.sample, kinds: [KindName(literal: "k80")])).report
        #expect(onK80[.unknownModel].count == 4)
        #expect(onK80[.unknownModel].first.first?.why == "\"A3C\" with 1 accelerator runs on none of k80, or for more than ten years")
    }

    @Test("where the caller says so, an unmeasured number of accelerators is as fast as the largest measured one below it")
    func fewer() throws {
        let trace = try GavelTrace(
            Traces.rows(GavelTraceTests.sample, separator: "\t"), throughputs: throughputs(), devicesPerNode: 8, takesFewer: true)
        let (jobs, report) = try Traces.drain(trace)
        #expect(jobs.map(\.line) == [1, 2, 3, 4, 6])
        #expect(jobs[3].choices.map(\.count) == [6, 6])
        #expect(jobs[3].choices.map(\.duration) == [.seconds(100), .seconds(400)])
        #expect(report[.estimated].first == [ImportReport.Place(line: 4, job: "4", why: "\"LM (batch size 5)\" with 6 accelerators")])
        #expect(report[.unknownModel].count == 1)
        #expect(report.leftOut == 1)
    }

    @Test("a kind that was not measured is refused by name")
    func unknownKind() {
        let error = Traces.refusal { () throws(BerthError) in try trace("", kinds: [KindName(literal: "h200")]) }
        #expect(error?.code == .noSuchKind)
        #expect(error?.description == "the table of throughputs has no kind \"h200\" (it has v100, k80)")
    }

    @Test(
        "a row that was cut, or is none, ends the import at its line",
        arguments: [
            ("A3C\tx\t--max\t1\t400", "the row has 5 fields; a job has 7, 8 or 10, separated by tabs"),
            ("A3C\tx\t--max\t1\t4x\t0\t1", "total steps \"4x\" is not a whole number"),
            ("A3C\tx\t--max\t1\t4\t-1\t1", "arrival -1 s is before the trace begins"),
            ("A3C\tx\t--max\t1\t4\t0\t0", "number of accelerators 0 is not in 1...100000"),
        ])
    func faults(row: String, message: String) {
        let error = Traces.refusal { () throws(BerthError) in try trace("A3C\tx\t-n\t1\t4\t0\t1\n\(row)") }
        #expect(error?.field == "t:2")
        #expect(error?.message == message)
        #expect(error?.hint == "the file ends within this row: it was cut short; fetch it again")
    }

    @Test(
        "a table of throughputs that is wrong says where",
        arguments: [
            ("{\"v100\": {\"('A3C', 1)\": {\"null\": -1}}}", "t:1:34"), ("{\"v100\": {\"A3C\": {}}}", "t:1:11"),
            ("{\"v 100\": {}}", "t:1:2"), ("{\"v100\": {\"('A3C', 1)\": {\"null\": 1}}", "t:1:37"), ("[]", "t:1:1"),
            ("{\"v100\": {\"('A3C', 1)\": {\"x\": [1]}}}", "t:1:31"),
        ])
    func tableFaults(text: String, place: String) {
        let error = #expect(throws: BerthError.self) { try GavelThroughputs(Array(text.utf8), name: "t") }
        #expect(error?.field == place)
    }

    @Test(
        "of the recorded trace all jobs with a figure are read, or all, where fewer accelerators stand in",
        .enabled(if: Traces.isRecorded("gavel/simulation_throughputs.json")))
    func recorded() throws {
        let throughputs = try GavelThroughputs(file: "\(Traces.recorded)/gavel/simulation_throughputs.json")
        #expect(Set(throughputs.kinds.map(\.text)) == ["k80", "p100", "v100"])
        let model = GavelThroughputs.Model(type: "ResNet-50 (batch size 128)", scale: 2)
        #expect(throughputs.stepsPerSecond(model, on: KindName(literal: "k80")) == nil)
        let trace = try GavelTrace(file: "\(Traces.recorded)/gavel/msr_seed0_ee9e8c.trace", throughputs: throughputs)
        let (jobs, report) = try Traces.drain(ArrivalSorter(trace))
        #expect(report.rows == 2000)
        // 114 have numbers of accelerators that no job type was measured with, 259 ones that theirs was not.
        #expect(report[.unknownModel].count == 373)
        #expect(jobs.count == 1627)
        let all = try Traces.drain(
            GavelTrace(file: "\(Traces.recorded)/gavel/msr_seed0_ee9e8c.trace", throughputs: throughputs, takesFewer: true))
        #expect(all.all.count == 2000)
        #expect(all.report[.estimated].count == 373)
        #expect(report.outOfOrder == 0)
        #expect(jobs.last?.arrival.milliseconds == 4_508_448_000)
        #expect(jobs.filter { $0.choices.count < 3 }.allSatisfy { !$0.choices.contains { $0.kind?.text == "k80" } })
    }
}
