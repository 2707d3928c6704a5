import BerthModel
import Foundation
import Testing

@testable import BerthStorage

@Suite("the documentation of policy keys")
struct PolicyDocumentationTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/spec/policy-file.md")

    /// The table of one heading: of the whole file its first level, of a map everything beneath.
    private func table(of group: String?) -> [String] {
        let entries = PolicyGuide.entries.filter { entry in
            guard let group else { return entry.path.count == 1 }
            return entry.path.count > 1 && entry.path[0] == group
        }
        let rows = entries.map { entry in
            let path = entry.path.dropFirst(group == nil ? 0 : 1)
            let name = path.drop { $0.allSatisfy(\.isUppercase) }.joined(separator: ".")
            let note =
                switch entry.effect {
                case .notYet: " *(no effect yet)*"
                case .refused: " *(refused yet)*"
                default: ""
                }
            return "| `\(name)` | \(entry.key.form.words) | \(entry.key.usual) | \(entry.key.meaning)\(note) |"
        }
        return ["| key | type | default | meaning |", "|---|---|---|---|"] + rows
    }

    /// The groups of the headings, with the lines of the table that follows each.
    private func documented(_ text: String) -> [(group: String?, lines: Range<Int>)] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let groups = Set(PolicyGuide.entries.filter { $0.path.count > 1 }.map { $0.path[0] })
        var found: [(String?, Range<Int>)] = []
        for (index, line) in lines.enumerated() where line.hasPrefix("## Keys") || line.hasPrefix("### ") {
            let name = String(line.dropFirst(4).prefix { $0 != ":" })
            guard line == "## Keys" || groups.contains(name) else { continue }
            guard let start = lines[index...].firstIndex(where: { $0.hasPrefix("| key") }) else { continue }
            let end = lines[start...].firstIndex { !$0.hasPrefix("|") } ?? lines.endIndex
            found.append((line == "## Keys" ? nil : name, start..<end))
        }
        return found
    }

    @Test("docs/spec/policy-file.md lists exactly the keys that are read, each with its form, default and meaning")
    func tables() throws {
        var text = try String(contentsOf: PolicyDocumentationTests.file, encoding: .utf8)
        if ProcessInfo.processInfo.environment["BERTH_REWRITE_SPEC"] != nil {
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            for (group, range) in documented(text).reversed() { lines.replaceSubrange(range, with: table(of: group)) }
            text = lines.joined(separator: "\n")
            try text.write(to: PolicyDocumentationTests.file, atomically: true, encoding: .utf8)
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let found = documented(text)
        for (group, range) in found { #expect(Array(lines[range]) == table(of: group), "\(group ?? "the file")") }
        let groups = Set(PolicyGuide.entries.filter { $0.path.count > 1 }.map { $0.path[0] })
        #expect(Set(found.compactMap(\.group)) == groups)
        #expect(found.contains { $0.group == nil })
    }

    @Test("the example of each key is a value that its key takes")
    func examples() {
        for entry in PolicyGuide.entries {
            var value = entry.key.example
            for (depth, word) in entry.path.enumerated().reversed() {
                let isProfile = entry.path[..<depth].last == "alternatives"
                // What must stand in a profile besides the key.
                let beside = isProfile ? ["kind: h200", "slots: 8"].filter { !$0.hasPrefix(word) }.map { ", \($0)" }.joined() : ""
                let map = "{\(word == "KIND" ? "h200" : word): \(value)\(beside)}"
                value = isProfile ? "[\(map)]" : map
            }
            // What examples name of other parts of the policy.
            let others = "agencies: {commerce: {}}\nqueues: {batch: {}}\nlabels: {il5: {}}\n"
            let text = "\(value)\n\(PolicyText.marker)others.yaml\n\(others)"
            #expect(throws: Never.self, "\(entry.name): \(value)") { try PolicyFile(text, fileName: "x.yaml", readsRefused: true) }
        }
    }

    @Test(
        "a key is found by its path, with or without the names of the operator's own, and by its last word",
        arguments: [
            ("queues.research.max_time", ["queues.QUEUE.max_time"]), ("queue.max_time", ["queues.QUEUE.max_time"]),
            ("agency.limits.power", ["agencies.AGENCY.limits.power"]), ("fairness", ["fairness"]),
            ("min_run", ["preemption.min_run", "queues.QUEUE.min_run"]),
            ("workloads.llm.alternatives.kind", ["workloads.WORKLOAD.alternatives.kind"]),
            ("agencies.noaa.limits.h200", ["agencies.AGENCY.limits.KIND"]),
        ])
    func find(text: String, names: [String]) throws { #expect(try PolicyGuide.find(text).map(\.name) == names) }

    @Test("a key that is none is answered with the nearest")
    func findNothing() {
        let error = #expect(throws: BerthError.self) { try PolicyGuide.find("queue.max_tim") }
        #expect(error?.message == "a policy has no key \"queue.max_tim\"")
        #expect(error?.hint == "did you mean \"queues.max_time\"?")
    }
}
