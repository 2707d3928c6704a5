import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite("Parts of boards")
    struct PartTests {
        private static let fleet = """
            schema: 1
            places: {rack-1: {rating: 12 kW}}
            nodes:
              - {names: h-1, instance: p5e.48xlarge, place: rack-1}
              - {names: w-1, instance: p5.48xlarge, mig: false}
              - {names: t-1, instance: trn2.48xlarge}

            """

        private static func daemon(_ extra: [String] = ["--executor", "simulated"]) throws -> DaemonFixture {
            let daemon = try DaemonFixture(policy: EndToEnd.openPolicy, fleet: fleet, extra: extra)
            try daemon.start()
            return daemon
        }

        private static func reserved(_ daemon: DaemonFixture) throws -> Int? {
            let domains = try daemon.request("GET", "/v1/power").json["domains"] as? [[String: Any]] ?? []
            return domains.first { $0["name"] as? String == "rack-1" }?["reserved_watts"] as? Int
        }

        @Test("instances share a board and its watts over a kill of the daemon, and the last one gives the watts back")
        func life() throws {
            let daemon = try Self.daemon()
            let idle = try #require(try Self.reserved(daemon))
            for request in ["h200:mig=1g.18gb", "h200:mig=3g.71gb", "h200:fraction=250/20GiB", "trn2:4:lnc=1"] {
                #expect(try daemon.berth("submit", "--accel", request, "--", "true").code == 0)
            }
            let before = try (1...4).map { try daemon.wait(job: "\($0)", for: ["running"]) }
            let parts = before.map { ($0["nodes"] as? [[String: Any]])?.first?["part"] as? String }
            #expect(parts == ["mig=1g.18gb@6", "mig=3g.71gb@0", "fraction=250/20GiB", nil])
            // Two boards above idle, and a core for each of three jobs.
            #expect(try Self.reserved(daemon) == idle + 2 * 605 + 3 * 4)
            #expect(try daemon.berth("show", "1").output.contains("0 h200 mig=1g.18gb@6 modelled"))
            #expect(try daemon.berth("show", "4").output.contains("lnc=1"))
            daemon.killNow()
            try daemon.start()
            for (id, job) in zip(1..., before) {
                let after = try daemon.wait(job: "\(id)", for: ["running"])
                #expect((after["nodes"] as? NSArray) == (job["nodes"] as? NSArray), "job \(id)")
            }
            #expect(try Self.reserved(daemon) == idle + 2 * 605 + 3 * 4)
            for (id, left) in [("1", 2 * 605 + 2 * 4), ("2", 605 + 4), ("3", 0)] {
                #expect(try daemon.berth("cancel", id).code == 0)
                _ = try daemon.wait(job: id, for: ["cancelled"])
                #expect(try Self.reserved(daemon) == idle + left, "after job \(id)")
            }
        }

        @Test("what cannot be cut is refused with what could be asked instead")
        func refusals() throws {
            let daemon = try Self.daemon()
            for (words, code, sentences) in [
                (["--accel", "h100:mig=3g.40gb"], 81, ["keeps all its h100 boards whole", "--accel h100:1"]),
                (["--accel", "h200:mig=3g.40gb"], 65, ["did you mean \"3g.71gb\""]),
                (["--accel", "h200:mig=7g.141gb", "-N", "9"], 81, ["9 x 1 x h200 (mig=7g.141gb)", "holds 8"]),
                (["--accel", "h200:mig=3g.71gb", "--power-cap", "400W"], 65, ["share the board's power"]),
                (["--accel", "h200:mig=3g.71gb", "-N", "2", "--together", "node"], 65, ["not placed together yet"]),
                (["--accel", "h200:fraction=250/400GiB"], 65, ["141 GiB"]),
            ] as [([String], Int32, [String])] {
                let result = try ProcessResult.run(
                    [Binaries.berth, "submit"] + words + ["--", "true"], environment: ["BERTH_SOCKET": daemon.socket])
                #expect(result.code == code, "\(words): \(result.error)")
                for sentence in sentences { #expect(result.error.contains(sentence), "\(words): \(result.error)") }
            }
        }
    }
}
