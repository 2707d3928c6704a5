import BerthModel
import Testing
import TestSupport

@Suite("Names and ids")
struct NameTests {
    @Test(
        "names hold letters, digits, dots, dashes and underscores",
        arguments: ["a", "h-03", "trn2.48xlarge", "A_b-9.c", "9lives", String(repeating: "x", count: 63)])
    func accepts(text: String) throws {
        #expect(try NodeName(text).text == text)
    }

    @Test(
        "a name that is empty, too long, starts with a sign or could leave a path is refused",
        arguments: ["", "-a", ".a", "_a", "a b", "a/b", "../a", "a\n", "é", "a\0", "a:b", String(repeating: "x", count: 64)])
    func refuses(text: String) {
        #expect(refusal { _ = try AgencyName(text) } == .invalidName)
    }

    @Test(
        "job ids are numbers from 1, tasks of arrays have an index",
        arguments: ["1", "4131", "4131_0", "4131_9999999", "999999999999999999"])
    func jobIDs(text: String) {
        #expect(JobID(text)?.description == text)
    }

    @Test(
        "nothing else is a job id",
        arguments: ["", "0", "-1", "+1", "1_", "_1", "1_2_3", "1_-0", "1_+2", "1_10000000", "a", "1 ", "1000000000000000000", "１"])
    func noJobIDs(text: String) {
        #expect(JobID(text) == nil)
    }

    @Test("a task belongs to its array, and ids sort by number, then task")
    func order() {
        let ids = ["2", "1_10", "1", "10", "1_9"].compactMap { JobID($0) }
        #expect(ids.sorted().map(\.description) == ["1", "1_9", "1_10", "2", "10"])
        #expect(JobID("4131_7")?.array == JobID("4131"))
    }

    @Test("run ids name job, attempt, member and run", arguments: ["4131_7.1.0.2", "1.1.0.1", "12.3.99999.7"])
    func runIDs(text: String) {
        #expect(RunID(text)?.description == text)
    }

    @Test(
        "nothing else is a run id",
        arguments: ["", "1", "1.1.0", "1.0.0.1", "1.1.0.0", "1.1.-1.1", "1.+1.0.1", "1.1.0.1.1", "0.1.0.1", "1..0.1"])
    func noRunIDs(text: String) {
        #expect(RunID(text) == nil)
    }
}

@Suite("Ranges of names")
struct NameRangeTests {
    @Test(
        "ranges expand in order and keep their leading zeros",
        arguments: [
            ("h-[03-05]", ["h-03", "h-04", "h-05"]), ("a,b", ["a", "b"]), ("h-[1,3-4]", ["h-1", "h-3", "h-4"]),
            ("h-[9-11]", ["h-9", "h-10", "h-11"]),
            ("r[1-2]n[1-2]", ["r1n1", "r1n2", "r2n1", "r2n2"]), ("h-[08-10],t-1", ["h-08", "h-09", "h-10", "t-1"]),
            ("[1-2]x", ["1x", "2x"]),
            (" a , b ", ["a", "b"]),
        ])
    func expands(text: String, names: [String]) throws {
        #expect(try NameRange.expand(text) == names)
    }

    @Test(
        "broken lists are refused",
        arguments: [
            "", ",", "a,", "h-[", "h-]", "h-[]", "h-[a-b]", "h-[3-1]", "h-[[1]]", "h-[1-2-3]", "h-[-1]", "h-[1,,2]", "]h[",
            "h-[0000000001]",
        ])
    func refuses(text: String) {
        #expect(refusal { _ = try NameRange.expand(text) } == .invalidSyntax)
    }

    @Test(
        "a list of more names than a fleet holds is refused before any is built",
        arguments: [
            "h-[1-10000000]", "h-[0-999999999]", "[0-9999][0-9999]", "[1-1000000],x", "[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]",
        ])
    func tooMany(text: String) {
        #expect(refusal { _ = try NameRange.expand(text) } == .invalidSyntax)
    }

    @Test("a name too long for a name, and a name of a million brackets, are refused")
    func hostile() {
        #expect(refusal { _ = try NameRange.expand(String(repeating: "x", count: 1 << 20) + "[0-999999]") } == .invalidSyntax)
        #expect(refusal { _ = try NameRange.expand(String(repeating: "[1]", count: 1 << 20)) } == .invalidSyntax)
        #expect(refusal { _ = try NameRange.expand(String(repeating: "[", count: 1 << 20)) } == .invalidSyntax)
    }

    @Test("a limit of the caller's is kept exactly")
    func limit() throws {
        #expect(try NameRange.expand("h-[1-5],x", limit: 6).count == 6)
        #expect(refusal { _ = try NameRange.expand("h-[1-5],x", limit: 5) } == .invalidSyntax)
    }

    @Test(
        "lists are compressed to the shortest form",
        arguments: [
            (["h-03", "h-04", "t-1"], "h-[03-04],t-1"), (["b", "a"], "a,b"), (["n1", "n2", "n3", "n7"], "n[1-3,7]"),
            (["n9", "n10"], "n9,n10"), ([], ""),
            (["n5"], "n5"), (["1", "2"], "[1-2]"), (["n1", "box", "n1", "box"], "box,n1"),
        ])
    func compresses(names: [String], text: String) {
        #expect(NameRange.compress(names) == text)
    }

    @Test("expanding a compressed list gives back the same names")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 4)
        for round in 0..<300 {
            var names: Set<String> = []
            for _ in 0..<Int.random(in: 1...60, using: &random) {
                let prefix = ["h-", "rack", "t2-", "x", "9a"].randomElement(using: &random) ?? ""
                let number = String(Int.random(in: 0...40, using: &random))
                names.insert(prefix + (Bool.random(using: &random) ? number : String(repeating: "0", count: 3 - number.count) + number))
            }
            if Bool.random(using: &random) { names.insert("plain") }
            let text = NameRange.compress(names.shuffled(using: &random))
            #expect(try NameRange.expand(text).sorted() == names.sorted(), "round \(round): \(text)")
        }
    }
}
