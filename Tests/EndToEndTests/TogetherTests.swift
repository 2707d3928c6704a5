import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite("Members together")
    struct TogetherTests {
        /// Two link domains of 18 nodes with 4 GPUs, and four linked nodes of Trainium.
        private static let fleet = """
            schema: 1
            places: {"rack-[1-2]": {}}
            nodes:
              - {names: "g-[01-36]", instance: p6e-gb200.36xlarge, place: "rack-[1-2]", link: "nvl-[1-2]"}
              - {names: "u-[1-4]", instance: trn2u.48xlarge, link: us-1}

            """

        private static func daemon() throws -> DaemonFixture {
            let daemon = try DaemonFixture(policy: EndToEnd.openPolicy, fleet: fleet, extra: ["--executor", "simulated"])
            try daemon.start()
            return daemon
        }

        @Test("a gang is in one NVLink domain from its submission, over a kill of the daemon, to its end")
        func domain() throws {
            let daemon = try Self.daemon()
            let gang = try daemon.berth("submit", "--parsable", "--accel", "gb200:4", "-N", "17", "--together", "nvlink", "--", "true")
            #expect(gang.code == 0)
            let second = try daemon.berth("submit", "--accel", "gb200:4", "-N", "18", "--together", "nvlink", "--", "true")
            #expect(second.output.contains("in one NVLink domain"))
            let third = try daemon.berth("submit", "--parsable", "--accel", "gb200:1", "-N", "5", "--together", "nvlink", "--", "true")
            let id = third.output.trimmingCharacters(in: .whitespacesAndNewlines)
            let before = try daemon.wait(job: "1", for: ["running"])
            let why = try daemon.berth("why", id).output
            #expect(why.contains("WaitingForAccelerators") && why.contains("the freest, nvl-1, has room for 4"), "\(why)")
            daemon.killNow()
            try daemon.start()
            let after = try daemon.wait(job: "1", for: ["running"])
            #expect(Self.nodes(before) == Self.nodes(after) && Self.nodes(before).count == 17)
            #expect(try daemon.request("GET", "/v1/jobs/\(id)").json["together"] as? String == "nvlink")
            #expect(try daemon.berth("cancel", "1").code == 0)
            let started = try daemon.wait(job: id, for: ["running"])
            #expect(Self.nodes(started).allSatisfy { $0 <= "g-18" })
        }

        private static func nodes(_ job: [String: Any]) -> [String] {
            (job["nodes"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }.sorted()
        }

        @Test("what is in no domain together is refused with what exists, and leaves nothing behind")
        func refusals() throws {
            let daemon = try Self.daemon()
            for (words, code, sentences) in [
                (["--accel", "gb200:4", "-N", "19", "--together", "nvlink"], 81, ["the largest, nvl-1, holds 18", "144 x gb200"]),
                (["--accel", "trn2:16", "-N", "3", "--together", "neuronlink"], 81, ["2 or 4 whole nodes of an UltraServer"]),
                (["--accel", "trn2:16", "-N", "2", "--together", "nvlink"], 65, ["--together neuronlink"]),
                (["--accel", "trn2:16", "-N", "2", "--together", "rack"], 81, ["puts these nodes in none"]),
                (["--accel", "gb200:4", "--together", "nvlink"], 65, ["only a gang"]),
                (["--accel", "gb200:4", "-N", "2", "--together", "nvlnik"], 64, ["did you mean", "nvlink"]),
            ] as [([String], Int32, [String])] {
                let result = try ProcessResult.run(
                    [Binaries.berth, "submit"] + words + ["--", "true"], environment: ["BERTH_SOCKET": daemon.socket])
                #expect(result.code == code, "\(words): \(result.error)")
                for sentence in sentences { #expect(result.error.contains(sentence), "\(words): \(result.error)") }
            }
            #expect((try daemon.request("GET", "/v1/jobs").json["jobs"] as? [Any])?.isEmpty == true)
        }
    }
}
