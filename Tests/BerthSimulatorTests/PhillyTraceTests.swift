import BerthModel
import Foundation
import Testing

@testable import BerthSimulator

@Suite("importing Philly")
struct PhillyTraceTests {
    static let sample = """
        timestamp,duration,num_gpus,gpu_time,cluster
        2017-10-09 07:01:55,66.0,1,66.0,vc-a
        2017-10-09 06:13:03,2951.5,12,35418.0,vc-b
        2017-10-09 08:00:00,-5.0,1,-5.0,vc-a
        2017-10-09 08:00:01,10.0,0,0.0,

        2017-10-09 08:00:02,3600.0,32,115200.0,vc-b

        """

    private func trace(_ text: String) throws(BerthError) -> PhillyTrace { try PhillyTrace(Traces.rows(text)) }

    @Test("a row is a job of its virtual cluster; more GPUs than a node has are a gang of equal members")
    func jobs() throws {
        let (jobs, report) = try Traces.drain(trace(PhillyTraceTests.sample))
        #expect(jobs.map(\.members) == [1, 2, 1, 4])
        #expect(jobs.map(\.jobClass) == [.batch, .gang, .batch, .gang])
        #expect(jobs.map(\.devices) == [1, 12, 0, 32])
        #expect(jobs.map(\.agency) == ["vc-a", "vc-b", nil, "vc-b"])
        #expect(jobs[0].duration == .seconds(66))
        #expect(jobs[1].duration == .milliseconds(2_951_500))
        #expect(jobs[0].arrival.description == "2017-10-09T07:01:55.000Z")
        #expect(jobs[2].choices.isEmpty)
        #expect(jobs.map(\.line) == [2, 3, 5, 7])
        #expect(report.rows == 5)
    }

    @Test("an end before its start is counted and listed with its line")
    func endBeforeStart() throws {
        let report = try Traces.drain(trace(PhillyTraceTests.sample)).report
        #expect(report[.endBeforeStart].count == 1)
        #expect(report[.endBeforeStart].first == [ImportReport.Place(line: 4, job: "4", why: "its duration is -5 s")])
        #expect(report.leftOut == 1)
    }

    @Test("the sorter puts the rows in order and counts what stood wrong")
    func order() throws {
        let (jobs, report) = try Traces.drain(ArrivalSorter(trace(PhillyTraceTests.sample)))
        #expect(jobs.map(\.line) == [3, 2, 5, 7])
        #expect(report.outOfOrder == 1)
        #expect(report.farthestBack == .seconds(2932))
    }

    @Test("a file that was cut says so, at its last line")
    func cut() throws {
        let whole = PhillyTraceTests.sample
        let end = try #require(whole.range(of: "2017-10-09 08:00:02,3600.0,32"))
        let error = Traces.refusal { () throws(BerthError) in try trace(String(whole[..<end.upperBound])) }
        #expect(error?.field == "t:7")
        #expect(error?.message == "the row has 3 of 5 fields: it is cut short")
        #expect(error?.hint == "the file ends within this row: it was cut short; fetch it again")
    }

    @Test(
        "what is no job ends the import with file, line and column",
        arguments: [
            ("2017-10-09,1,1,1,a", "t:2: timestamp \"2017-10-09\" is not a time like 2017-10-09 07:01:55"),
            ("2017-10-09 07:01:55,x,1,1,a", "t:2: duration \"x\" is not a number of seconds"),
            ("2017-10-09 07:01:55,1,,1,a", "t:2: num_gpus is empty"), ("2017-10-09 07:01:55,1,-2,1,a", "t:2: num_gpus -2 is negative"),
            ("2017-10-09 07:01:55,1,1,1,a,b", "t:2: the row has 6 of 5 fields: it has too many"),
        ])
    func faults(row: String, message: String) {
        let error = Traces.refusal { () throws(BerthError) in try trace("timestamp,duration,num_gpus,gpu_time,cluster\n\(row)\n") }
        #expect(error?.description == message)
    }

    @Test("columns may stand in any order, and some may be missing")
    func columns() throws {
        let jobs = try Traces.drain(trace("num_gpus,timestamp,duration\n3,2017-10-09 07:01:55,1\n")).all
        #expect(jobs.map(\.devices) == [3])
        let error = Traces.refusal { () throws(BerthError) in try trace("timestamp,duration\n") }
        #expect(error?.message == "there is no column \"num_gpus\"")
    }

    @Test(
        "the recorded months are read whole, in order, within the usual window",
        .enabled(if: Traces.isRecorded("philly/philly_jobs_sep_oct.csv")))
    func recorded() throws {
        let source = try PhillyTrace(file: "\(Traces.recorded)/philly/philly_jobs_sep_oct.csv")
        let (jobs, report) = try Traces.drain(ArrivalSorter(source))
        #expect(jobs.count == 52_849)
        #expect(report.rows == 52_849)
        #expect(report.outOfOrder == 52_842)
        #expect(report.leftOut == 0)
        #expect(zip(jobs, jobs.dropFirst()).allSatisfy { $0.arrival <= $1.arrival })
        #expect(jobs.filter { $0.devices > 8 }.count == 99)
        #expect(Set(jobs.compactMap(\.agency)).count == 12)
    }
}
