import BerthAPI
import BerthModel
import BerthStorage
import BerthSystem
import TestSupport
import Testing

@testable import berth

@Suite struct PolicyTests {
    @Test("a key is explained in six lines, from the description that reads it")
    func explain() async {
        let typed = await Typed.run(["policy", "explain", "queue.max_time"])
        #expect(typed.code == 0)
        #expect(
            typed.out == """
                queues.QUEUE.max_time
                  meaning  longest time of a job
                  type     duration above 0s
                  default  none
                  example  max_time: 48h
                  effect   for jobs that are submitted from then on

                """)
        let all = await Typed.run(["policy", "explain", "-o", "name"])
        #expect(all.out.split(separator: "\n").map(String.init) == PolicyGuide.entries.map(\.name))
        let none = await Typed.run(["policy", "explain", "fairnss"])
        #expect(none.code == 64)
        #expect(none.notes == ["berth: a policy has no key \"fairnss\"; did you mean \"fairness\"?"])
    }

    @Test("the schema for editors names every key, and refuses all others")
    func schema() async throws {
        let typed = await Typed.run(["policy", "schema"])
        #expect(typed.code == 0)
        let root = PolicySchema.document
        for entry in PolicyGuide.entries {
            var node: BerthAPI.JSONValue? = root
            for word in entry.path {
                if node?["type"] == "array" { node = node?["items"] }
                node = word.allSatisfy(\.isUppercase) ? node?["additionalProperties"] : node?["properties"]?[word]
            }
            #expect(node?["description"] != nil || node?["type"] != nil, "\(entry.name)")
        }
        #expect(root["additionalProperties"] == false)
        #expect(root["properties"]?["agencies"]?["additionalProperties"]?["properties"]?["share"]?["minimum"] == .integer(1))
        #expect(root["properties"]?["workloads"]?["additionalProperties"]?["required"] == ["alternatives"])
    }

    @Test("a user that this host does not know is told, and a fault only with --users")
    func users() async throws {
        let scratch = try TemporaryDirectory(prefix: "berth-check")
        let path = try scratch.write("operators: [root, no-such-user-here, \"@no-such-group-here\", \"*\"]\n", to: "p.yaml")
        let told = await Typed.run(["policy", "check", path])
        #expect(told.code == 0)
        #expect(
            told.notes == [
                "berth: \(path):1:19: this host knows no user \"no-such-user-here\" yet",
                "berth: \(path):1:38: this host knows no group \"no-such-group-here\" yet",
            ])
        let refused = await Typed.run(["policy", "check", "--users", path])
        #expect(refused.code == 78)
        #expect(refused.notes == ["berth: \(path):1:19: this host knows no user \"no-such-user-here\""])
    }

    @Test("a policy of several files is checked as one")
    func several() async throws {
        let scratch = try TemporaryDirectory(prefix: "berth-check")
        let path = try scratch.write("agencies: {noaa: {}}\n", to: "policy.yaml")
        try Files.createDirectory(scratch.file("policy.d"))
        _ = try scratch.write("agencies:\n  noaa: {}\n", to: "policy.d/1.yaml")
        let typed = await Typed.run(["policy", "check", path])
        #expect(typed.code == 78)
        let base = path.dropLast("policy.yaml".count)
        #expect(typed.notes == ["berth: \(base)policy.d/1.yaml:2:3: agencies.noaa is given twice: here, and at \(path):1:12"])
    }
}
