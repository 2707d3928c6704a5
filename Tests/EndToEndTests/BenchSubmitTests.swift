import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite("berth bench submit")
    struct BenchSubmitTests {
        private static func report(_ result: ProcessResult) throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result)")
        }

        @Test("every job of a run is acknowledged, placed and over, more of them than the fleet holds at once")
        func all() throws {
            let daemon = try DaemonFixture(policy: EndToEnd.openPolicy, fleet: EndToEnd.modelledFleet, extra: ["--executor", "simulated"])
            try daemon.start()
            // Four nodes hold 32 jobs of one device at a time.
            let result = try daemon.berth(
                "bench", "submit", "--jobs", "205", "--batch", "20", "--clients", "3", "--accel", "h200:1", "--json")
            #expect(result.code == 0, "\(result)")
            let report = try Self.report(result)
            #expect(report["jobs"] as? Int == 205 && report["acknowledged"] as? Int == 205)
            #expect(report["lost"] as? Int == 0 && report["refused"] as? Int == 0)
            for key in ["acknowledged_per_second", "placed_per_second", "submit_p50_ms", "submit_p99_ms"] {
                #expect(report[key] as? Double ?? 0 > 0, "\(key)")
            }
            // What it says is what a client sees.
            #expect(try daemon.wait(job: "205", for: ["succeeded"], limit: 0)["state"] as? String == "succeeded")
            #expect(try daemon.request("GET", "/v1/jobs/206").status == 404)
            let second = try daemon.berth("bench", "submit", "--jobs", "5", "--clients", "1", "--distinct")
            #expect(second.code == 0 && second.output.contains("lost            0"), "\(second.output)")
            #expect(second.output.contains("5, distinct, in requests of"), "\(second.output)")
            #expect(try daemon.wait(job: "210", for: ["succeeded"], limit: 0)["name"] as? String == "bench-0-4")
        }

        @Test("jobs that the fleet can never hold are refused, none is lost, and the exit code says so")
        func refused() throws {
            let daemon = try DaemonFixture(policy: EndToEnd.openPolicy, fleet: EndToEnd.modelledFleet, extra: ["--executor", "simulated"])
            try daemon.start()
            let result = try daemon.berth("bench", "submit", "--jobs", "30", "--batch", "20", "--accel", "h200:16", "--json")
            #expect(result.code == 1, "\(result)")
            let report = try Self.report(result)
            #expect(report["refused"] as? Int == 30 && report["acknowledged"] as? Int == 0 && report["lost"] as? Int == 0)
        }

        @Test("a daemon with work, and one that starts real processes, are left alone")
        func leftAlone() throws {
            let busy = try DaemonFixture(policy: EndToEnd.openPolicy, fleet: EndToEnd.modelledFleet, extra: ["--executor", "simulated"])
            try busy.start()
            #expect(try busy.berth("submit", "--hold", "--", "true").code == 0)
            #expect(try busy.berth("bench", "submit", "--jobs", "5").code == 64)
            #expect(try busy.request("GET", "/v1/jobs/2").status == 404)

            let real = try DaemonFixture(policy: EndToEnd.openPolicy)
            try real.start()
            let result = try real.berth("bench", "submit", "--jobs", "5")
            #expect(result.code == 64)
            #expect(try real.request("GET", "/v1/jobs/1").status == 404)
        }
    }
}
