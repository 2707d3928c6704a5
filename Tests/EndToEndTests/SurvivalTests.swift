import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite("Jobs and their daemon")
    struct SurvivalTests {
        @Test("a job outlives its daemon's kill and finishes exactly once")
        func outlives() throws {
            let daemon = try DaemonFixture(policy: EndToEnd.openPolicy)
            try daemon.start()
            let diary = daemon.directory.file("diary")
            let id = try Self.submit(daemon, "echo start >> \(diary); \(Self.waiting); echo end >> \(diary); exit 3")
            _ = try daemon.wait(job: id, for: ["running"])
            for _ in 0..<3 {
                daemon.killNow()
                try daemon.start()
            }
            try Self.letGo(daemon)
            let job = try daemon.wait(job: id, for: ["succeeded", "failed", "cancelled"])
            #expect(job["state"] as? String == "failed")
            #expect(job["exit_code"] as? Int == 3)
            #expect(job["attempt"] as? Int == 1)
            #expect(try String(contentsOfFile: diary, encoding: .utf8) == "start\nend\n")
        }

        @Test("a job that ends while no daemon is there is found ended, with its exit code")
        func endsAlone() throws {
            let daemon = try DaemonFixture(policy: EndToEnd.openPolicy)
            try daemon.start()
            let diary = daemon.directory.file("diary")
            let id = try Self.submit(daemon, "echo start >> \(diary); \(Self.waiting); exit 7")
            _ = try daemon.wait(job: id, for: ["running"])
            daemon.killNow()
            try Self.letGo(daemon)
            let deadline = ContinuousClock.now + .seconds(300)
            while !Processes.mentioning(daemon.directory.path).isEmpty, ContinuousClock.now < deadline {
                Thread.sleep(forTimeInterval: 0.05)
            }
            #expect(Processes.mentioning(daemon.directory.path).isEmpty)
            try daemon.start()
            let job = try daemon.wait(job: id, for: ["succeeded", "failed", "cancelled"])
            #expect(job["exit_code"] as? Int == 7)
            #expect(try String(contentsOfFile: diary, encoding: .utf8) == "start\n")
        }

        @Test("SIGTERM ends the daemon with 0 while its jobs run on")
        func terminates() throws {
            let daemon = try DaemonFixture(policy: EndToEnd.openPolicy)
            try daemon.start()
            let id = try Self.submit(daemon, "sleep 3600")
            let job = try daemon.wait(job: id, for: ["running"])
            let pid = try #require(((job["nodes"] as? [[String: Any]])?.first)?["pid"] as? Int)
            #expect(daemon.terminate() == 0)
            #expect(Processes.status(pid, "State") != nil)
            try daemon.start()
            #expect(try daemon.berth("cancel", id).code == 0)
            let cancelled = try daemon.wait(job: id, for: ["cancelled", "failed", "succeeded"])
            #expect(cancelled["state"] as? String == "cancelled")
            #expect(Processes.status(pid, "State") == nil)
        }

        /// Until the test lets it go on.
        private static let waiting = "while ! test -e go-on; do sleep 0.05; done"

        private static func letGo(_ daemon: DaemonFixture) throws { try daemon.directory.write("", to: "go-on") }

        private static func submit(_ daemon: DaemonFixture, _ script: String) throws -> String {
            let result = try daemon.berth("submit", "--parsable", "-c", "0.125", "--mem", "16MiB", "--", "sh", "-c", script)
            #expect(result.code == 0, "\(result)")
            return String(try #require(result.lines.first))
        }
    }
}
