import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite("Bindings")
    struct BindingTests {
        @Test("a job's process may use exactly the processors and memory nodes that show prints, and two jobs have none in common")
        func bindings() throws {
            let daemon = try DaemonFixture(policy: EndToEnd.openPolicy, extra: ["--model-devices", "h200:8"])
            try daemon.start()
            var taken: [Set<Int>] = []
            // As many whole cores as this host has, at most two.
            for _ in 0..<min(2, try Self.cores(daemon)) {
                let submitted = try daemon.berth(
                    "submit", "--parsable", "-c", "1", "--mem", "64MiB", "--accel", "h200:1", "--", "sleep", "3600")
                #expect(submitted.code == 0, "\(submitted)")
                let id = String(try #require(submitted.lines.first))
                let job = try daemon.wait(job: id, for: ["running"])
                let node = try #require((job["nodes"] as? [[String: Any]])?.first)
                let pid = try #require(node["pid"] as? Int)
                let shown = try #require(node["cpus"] as? String)
                #expect(Processes.status(pid, "Cpus_allowed_list") == shown)
                taken.append(Self.set(shown))
                let policies = Processes.memoryPolicies(pid)
                if !policies.isEmpty {
                    #expect(policies == ["bind:\(node["memory_nodes"] as? String ?? "?")"])
                }
                #expect((node["devices"] as? [String])?.first?.hasPrefix("GPU-modelled-") == true)
            }
            if taken.count == 2 { #expect(taken[0].isDisjoint(with: taken[1])) }
            #expect(taken.allSatisfy { !$0.isEmpty })
        }

        @Test("the members of a gang are told their ranks and one meeting point, and each sees its own device")
        func gang() throws {
            let daemon = try DaemonFixture(policy: EndToEnd.openPolicy, extra: ["--model-devices", "h200:8"])
            try daemon.start()
            let script = "echo $RANK $WORLD_SIZE $LOCAL_RANK $MASTER_ADDR $MASTER_PORT $CUDA_VISIBLE_DEVICES"
            let submitted = try daemon.berth(
                "submit", "--parsable", "-N", "3", "-c", "0.125", "--mem", "16MiB", "--accel", "h200:1", "--output", "member-%m", "--",
                "sh", "-c",
                script)
            #expect(submitted.code == 0, "\(submitted)")
            let id = String(try #require(submitted.lines.first))
            #expect(try daemon.wait(job: id, for: ["succeeded", "failed"])["state"] as? String == "succeeded")
            let words = try (0..<3).map { member in
                try String(contentsOfFile: daemon.directory.file("member-\(member)"), encoding: .utf8)
                    .split(whereSeparator: \.isWhitespace).map(String.init)
            }
            #expect(words.allSatisfy { $0.count == 6 })
            #expect(words.map { $0[0] } == ["0", "1", "2"])
            #expect(words.allSatisfy { $0[1] == "3" })
            #expect(Set(words.map { $0[3] + ":" + $0[4] }).count == 1)
            #expect(Set(words.map { $0[5] }).count == 3)
        }

        private static func cores(_ daemon: DaemonFixture) throws -> Int {
            let nodes = try daemon.request("GET", "/v1/nodes").json["nodes"] as? [[String: Any]]
            return nodes?.first?["cores_total"] as? Int ?? 1
        }

        /// `0-3,8` as numbers.
        private static func set(_ list: String) -> Set<Int> {
            Set(
                list.split(separator: ",").flatMap { part -> [Int] in
                    let bounds = part.split(separator: "-").compactMap { Int($0) }
                    return bounds.isEmpty ? [] : Array(bounds[0]...bounds[bounds.count - 1])
                })
        }
    }
}
