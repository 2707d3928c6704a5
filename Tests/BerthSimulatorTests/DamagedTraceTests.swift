import BerthModel
import TestSupport
import Testing

@testable import BerthSimulator

/// Whatever stands in a file, an import ends with jobs or with an error that names a line: it never crashes, and
/// never gives a job that is none.
@Suite("damaged traces")
struct DamagedTraceTests {
    private static let throughputs = Result { try GavelThroughputs(Array(GavelTraceTests.table.utf8), name: "t.json") }

    /// The outcome of one import, of any format.
    private static func run(_ format: String, _ text: String) throws -> (jobs: Int, error: BerthError?) {
        let throughputs = try throughputs.get()
        do throws(BerthError) {
            switch format {
            case "philly": return (try check(ArrivalSorter(PhillyTrace(Traces.rows(text)))), nil)
            case "gavel":
                let trace = try GavelTrace(Traces.rows(text, separator: "\t"), throughputs: throughputs)
                return (try check(ArrivalSorter(trace)), nil)
            case "slurm": return (try check(ArrivalSorter(SlurmTrace(Traces.rows(text, separator: "|")))), nil)
            default: return (try Traces.drain(ArrivalSorter(LLMRequestTrace(Traces.rows(text)))).all.count, nil)
            }
        } catch {
            return (0, error)
        }
    }

    private static func check<Source: TraceSource>(_ source: Source) throws(BerthError) -> Int where Source.Element == TraceJob {
        let jobs = try Traces.drain(source).all
        for job in jobs {
            #expect(job.members > 0 && job.members <= Limits.membersMax && job.duration ?? .zero >= .zero)
            #expect(job.choices.allSatisfy { $0.duration ?? .zero >= .zero })
        }
        return jobs.count
    }

    private static let samples = [
        "philly": PhillyTraceTests.sample, "gavel": GavelTraceTests.sample, "slurm": SlurmTraceTests.sample,
        "requests": ServiceLoadTests.sample,
    ]

    @Test("cut anywhere, it gives fewer jobs or says where it was cut", arguments: ["philly", "gavel", "slurm", "requests"])
    func cut(format: String) throws {
        let text = Array(try #require(DamagedTraceTests.samples[format]).utf8)
        let whole = try DamagedTraceTests.run(format, String(decoding: text, as: UTF8.self)).jobs
        #expect(whole > 0)
        var refusals = 0
        for length in 0..<text.count {
            let (jobs, error) = try DamagedTraceTests.run(format, String(decoding: text.prefix(length), as: UTF8.self))
            #expect(jobs <= whole)
            if let error {
                refusals += 1
                #expect(error.field?.hasPrefix("t") == true, "\(error)")
            }
        }
        #expect(refusals > text.count / 4)
    }

    @Test("with bytes changed it ends all the same", arguments: ["philly", "gavel", "slurm", "requests"], [1, 2, 3] as [UInt64])
    func changed(format: String, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = Array(try #require(DamagedTraceTests.samples[format]).utf8)
        let bytes = Array("0123456789-:.,|_[]+=\tKMGTx\n\"\u{FF}".utf8)
        for _ in 0..<1500 {
            var changed = text
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<changed.count, using: &generator)
                changed[place] = bytes.randomElement(using: &generator) ?? 0
            }
            let error = try DamagedTraceTests.run(format, String(decoding: changed, as: UTF8.self)).error
            #expect(error == nil || error?.field?.hasPrefix("t") == true, "seed \(seed): \(String(describing: error))")
        }
    }
}
