import BerthModel
import Testing

@testable import BerthStorage

@Suite("differences of policies")
struct PolicyDiffTests {
    private func changes(_ old: String, _ new: String) throws -> [String] {
        try PolicyDiff(from: old, to: new).changes.map { change in
            "\(change.subject) \(change.key): \(change.old ?? "-") > \(change.new ?? "-")"
        }
    }

    @Test(
        "what is written in another way, order or file is no difference",
        arguments: [
            ("power: {site: {budget: 4 MW}}", "# the site\npower:\n  site:\n    budget: 4000 kW\n"),
            ("queues: {a: {max_time: 48h}, b: {}}", "queues: {b: {}, a: {max_time: 2d}}"),
            ("queues: {a: {}}", "queues: {a: {weight: 0, max_time: }}"),
            ("agencies: {a: {users: [x, y]}}", "agencies: {a: {users: [y, x], share: 1}}"),
            ("power: {g: {budget: 1 kW, nodes: \"h-[1-3]\"}}", "power: {g: {budget: 1 kW, nodes: [h-3, h-1, h-2]}}"),
            ("accelerators: {h200: {watts: {max: 690}}}", "accelerators: {h200: {watts: {max: 690 W, provenance: operator}}}"),
            ("agencies: {a: {}, b: {}}", "agencies: {a: {}}\n--- # file policy.d/b.yaml\nagencies: {b: {}}\n"),
            ("placement: learnt", "schema: 1"),
        ])
    func same(old: String, new: String) throws {
        #expect(try changes(old, new) == [])
        #expect(try changes(new, old) == [])
    }

    @Test(
        "each difference is told once, by what it is about",
        arguments: [
            ("power: {site: {budget: 4 MW}}", "power: {site: {budget: 3 MW}}", ["budget site budget: 4 MW > 3 MW"]),
            ("queues: {a: {}}", "queues: {a: {max_time: 90m}}", ["queue a max_time: - > 1h30m"]),
            ("agencies: {a: {share: 3}}", "agencies: {a: {}}", ["agency a share: 3 > -"]),
            (
                "agencies: {a: {}}", "agencies: {a: {}, b: {users: [x], limits: {jobs: 5}}}",
                ["agency b : - > {limits: {jobs: 5}, users: [x]}"]
            ),
            ("agencies: {a: {users: [x]}}", "schema: 1", ["agency a : {users: [x]} > -"]),
            ("agencies: {a: {limits: {h200: 64}}}", "agencies: {a: {limits: {h200: 32}}}", ["agency a limits.h200: 64 > 32"]),
            ("schema: 1", "placement: best-fit", ["policy placement: - > best-fit"]),
            ("schema: 1", "fairness: {half_life: 1d}", ["policy fairness.half_life: - > 1d"]),
            (
                "workloads: {w: {alternatives: [{kind: h200, slots: 8}]}}", "workloads: {w: {alternatives: [{kind: h200, slots: 4}]}}",
                ["workload w alternatives: [{kind: h200, slots: 8}] > [{kind: h200, slots: 4}]"]
            ),
        ])
    func different(old: String, new: String, expected: [String]) throws { #expect(try changes(old, new) == expected) }

    @Test("a checksum is the same for the same bytes only")
    func checksum() {
        #expect(PolicyChecksum.of("") == "cbf29ce484222325")
        #expect(PolicyChecksum.of("a") != PolicyChecksum.of("b") && PolicyChecksum.of("a").count == 16)
    }
}
