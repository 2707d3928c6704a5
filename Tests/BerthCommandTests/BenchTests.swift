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
        ])
    func usage(line: String) async throws {
        let typed = await Typed.run(["bench"] + line.split(separator: " ").map(String.init))
        #expect(typed.code == 64)
        #expect(typed.out.isEmpty)
        let note = try #require(typed.notes.first)
        #expect(typed.notes.count == 1 && note.hasPrefix("berth: --"), "\(typed.notes)")
    }

    @Test("a fleet file that is not there is 78")
    func noFile() async {
        #expect(await Typed.run(["bench", "placement", "--fleet", "/nonexistent/fleet.yaml"]).code == 78)
    }
}
