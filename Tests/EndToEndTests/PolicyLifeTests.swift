import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite("The life of a policy")
    struct PolicyLifeTests {
        private static let fleet = """
            schema: 1
            name: two
            nodes:
              - {names: "h-[01-02]", instance: p5e.48xlarge}
            """
        private static let policy = """
            schema: 1
            agencies:
              red: {users: ["*"]}
              blue: {}
            """

        private func daemon() throws -> DaemonFixture {
            let daemon = try DaemonFixture(
                policy: PolicyLifeTests.policy, fleet: PolicyLifeTests.fleet, extra: ["--executor", "simulated"])
            try daemon.start()
            return daemon
        }

        @Test("check, diff, apply, a stale apply, rollback and log, from the command line")
        func life() throws {
            let daemon = try daemon()
            _ = try daemon.directory.write(PolicyLifeTests.policy + "\n  green: {share: 3}\n", to: "next.yaml")
            let check = try daemon.berth("policy", "check", "--live", "next.yaml")
            #expect(check.code == 0 && check.output.hasPrefix("next.yaml: good ("), "\(check)")
            let diff = try daemon.berth("policy", "diff", "next.yaml")
            #expect(diff.code == 1 && diff.output == "+ agency green  {share: 3}\n", "\(diff)")
            let apply = try daemon.berth("policy", "apply", "--if-rev", "1", "next.yaml")
            #expect(apply.code == 0 && apply.output.hasPrefix("policy revision 2 is in force ("), "\(apply)")
            #expect(try daemon.berth("policy", "diff", "next.yaml").code == 0)
            let stale = try daemon.berth("policy", "apply", "--if-rev", "1", "next.yaml")
            #expect(stale.code == 75 && stale.error.contains("policy revision 2 is in force, not 1"), "\(stale)")
            let bad = try daemon.directory.write("agencies: {a: {parent: b}, b: {parent: a}}\n", to: "bad.yaml")
            #expect(try daemon.berth("policy", "apply", bad).code == 78)
            #expect(try daemon.berth("policy", "rollback", "1").output.hasPrefix("policy revision 3 is in force"))
            #expect(try daemon.berth("policy", "show").output == PolicyLifeTests.policy)
            let log = try daemon.berth("policy", "log").output.split(separator: "\n")
            #expect(log.count == 4 && log[1].contains("rollback to revision 1"))
        }

        @Test("a scheduled policy survives kill -9, and takes effect afterwards")
        func scheduled() throws {
            let daemon = try daemon()
            _ = try daemon.directory.write(PolicyLifeTests.policy + "\n  green: {}\n", to: "next.yaml")
            let scheduled = try daemon.berth("policy", "apply", "--at", "now+5s", "next.yaml")
            #expect(scheduled.code == 0 && scheduled.output.hasPrefix("policy 1 takes effect at "), "\(scheduled)")
            let later = try daemon.berth("policy", "apply", "--at", "now+2h", "next.yaml")
            #expect(later.code == 0)
            daemon.killNow()
            try daemon.start()
            #expect(try daemon.berth("policy", "unschedule", "2").code == 0)
            let deadline = ContinuousClock.now + .seconds(300)
            var revision = 0
            while revision != 2, ContinuousClock.now < deadline {
                revision = try daemon.request("GET", "/v1/policy").json["revision"] as? Int ?? 0
                if revision != 2 { Thread.sleep(forTimeInterval: 0.05) }
            }
            #expect(revision == 2)
            #expect(try daemon.berth("policy", "log").error.isEmpty)
        }

        @Test("a policy is replayed over what the daemon recorded, before and after, by agency")
        func replay() throws {
            let daemon = try daemon()
            for agency in ["red", "blue"] {
                for _ in 0..<3 {
                    let job: [String: Any] = [
                        "command": ["true"], "agency": agency, "accelerators": "h200:8", "simulate": ["duration": "100ms"],
                        "directory": "/tmp",
                    ]
                    #expect(try daemon.request("POST", "/v1/jobs", job).status == 201)
                }
            }
            for id in 1...6 { #expect(try daemon.wait(job: "\(id)", for: ["succeeded"])["state"] as? String == "succeeded") }
            _ = try daemon.directory.write(
                "agencies: {red: {users: [\"*\"], limits: {h200: 8}}, blue: {}}\n", to: "next.yaml")
            let json = try daemon.berth("policy", "replay", "next.yaml", "--last", "1h", "--json")
            #expect(json.code == 0, "\(json)")
            let both = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            for run in ["first", "second"] {
                let report = try #require(both[run] as? [String: Any])
                #expect(report["ended"] as? Int == 6)
                let agencies = try #require(report["by_agency"] as? [String: [String: Any]])
                #expect(agencies["red"]?["placed"] as? Int == 3 && agencies["blue"]?["placed"] as? Int == 3)
                #expect(agencies["red"]?["energy_kwh"] as? Double ?? 0 > 0)
                #expect(report["fairness_jain"] as? Double ?? 0 > 0.8)
            }
            // Two at once before, one at a time after.
            let wait = ["first", "second"].map { run in
                ((both[run] as? [String: Any])?["by_agency"] as? [String: [String: Any]])?["red"]?["wait_seconds_mean"] as? Double ?? -1
            }
            #expect(wait[0] >= 0 && wait[1] >= wait[0])
            let table = try daemon.berth("policy", "replay", "next.yaml", "--html", "page.html")
            #expect(table.code == 0 && table.output.contains("AGENCY") && table.output.contains("blue"), "\(table)")
            #expect(try String(contentsOfFile: daemon.directory.file("page.html"), encoding: .utf8).contains("What each agency had"))
            let offline = try daemon.berth(
                "policy", "replay", "next.yaml", "--state-dir", daemon.stateDirectory, "--fleet", daemon.directory.file("fleet.yaml"),
                "--json")
            #expect(offline.code == 0, "\(offline)")
        }
    }
}
