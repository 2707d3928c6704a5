import BerthAPI
import Testing

@testable import berth

@Suite("berth bench")
struct BenchTests {
    @Test("gangs: a table for people, and with --json the keys that any two commits are compared by")
    func gang() async {
        let words = ["bench", "gang", "--nodes", "1000", "--members", "16", "--free-gangs", "2", "--seconds", "0.02"]
        let table = await Typed.run(words)
        #expect(table.code == 0)
        #expect(table.out.contains("gangs/s") && table.out.contains("invariants  ok"))
        let json = await Typed.run(words + ["--json"])
        #expect(json.code == 0)
        for key in ["gangs_per_second", "p50_us", "p99_us", "conflict_aborts", "racks_per_gang", "invariants"] {
            #expect(json.out.contains("\"\(key)\""), "\(key) in \(json.out)")
        }
    }

    @Test("placements: the keys of --json")
    func placement() async {
        let json = await Typed.run(["bench", "placement", "--nodes", "100", "--seconds", "0.02", "--json"])
        #expect(json.code == 0)
        for key in ["placements_per_second", "releases_per_second", "p50_ns", "p99_ns", "p999_ns", "failed", "bytes_per_node"] {
            #expect(json.out.contains("\"\(key)\""), "\(key) in \(json.out)")
        }
    }

    @Test(
        "what cannot be measured is a fault of usage, in one line that names it",
        arguments: [
            "gang --nodes 0", "gang --members 0", "gang --slots 17", "gang --slots 99", "gang --free-gangs nan", "gang --threads 0",
            "gang --threads 1000000", "gang --seconds=-1", "gang --nodes 10 --members 64",
            "placement --utilisation 0", "placement --utilisation nan", "placement --utilisation 1.5", "placement --seconds=-1",
            "placement --seconds inf", "placement --nodes 99999999", "placement --threads 1000000", "placement --power-bound 0",
            "submit --jobs 0", "submit --batch 20001", "submit --clients 0", "submit --clients 65", "submit --seconds inf",
        ])
    func usage(line: String) async throws {
        let typed = await Typed.run(["bench"] + line.split(separator: " ").map(String.init))
        #expect(typed.code == 64)
        #expect(typed.out.isEmpty)
        let note = try #require(typed.notes.first)
        #expect(typed.notes.count == 1 && note.hasPrefix("berth: --"), "\(typed.notes)")
    }

    @Test("an acknowledged job is lost when its submission, its placement or its success is not in the journal")
    func lost() {
        func row(_ kind: String, of job: String, _ payload: String = "{}") -> JournalRow {
            JournalRow(sequence: 1, time: 0, kind: kind, job: job, payload: payload)
        }
        let success = #"{"ended":{"_0":"succeeded"}}"#
        var tally = JournalTally(of: ["1", "2", "3", "4", "5"])
        for job in ["1", "3", "4", "9"] { tally.take(row("submitted", of: job)) }
        for job in ["1", "2", "4", "9"] { tally.take(row("placed", of: job)) }
        for job in ["1", "2", "3", "9"] { tally.take(row("ended", of: job, success)) }
        tally.take(row("ended", of: "4", #"{"ended":{"_0":"failed"}}"#))
        #expect(tally.jobs == 5 && tally.placed == 3 && tally.lost == 4 && tally.entries == 13)
        tally.take(row("ended", of: "4", success))
        #expect(tally.lost == 3)
    }

    @Test("a fleet file that is not there is 78")
    func noFile() async {
        #expect(await Typed.run(["bench", "placement", "--fleet", "/nonexistent/fleet.yaml"]).code == 78)
    }
}
