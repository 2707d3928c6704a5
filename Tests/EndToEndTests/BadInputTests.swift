import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite("Bad input")
    struct BadInputTests {
        /// One daemon with 8 modelled H200 and 16 modelled Trainium devices on this host.
        private static func daemon() throws -> DaemonFixture {
            let daemon = try DaemonFixture(policy: EndToEnd.openPolicy, extra: ["--model-devices", "h200:8,trn2:16"])
            try daemon.start()
            return daemon
        }

        struct Command: Sendable, CustomTestStringConvertible {
            let what: String
            let arguments: [String]
            /// Files written beside it before it runs.
            var files: [String: String] = [:]
            let code: Int32
            /// All of these stand in its one line.
            let words: [String]
            var testDescription: String { what }
        }

        private static let budgets = """
            schema: 1
            power:
              site: {budget: 4 MW}
              half: {parent: site, budget: 5 MW, nodes: "\(ProcessInfo.processInfo.hostName)"}

            """

        static let commands: [Command] = [
            Command(
                what: "an unknown key in a policy", arguments: ["policy", "check", "bad.yaml"],
                files: ["bad.yaml": "schema: 1\nagencies:\n  lab: {usres: [\"*\"]}\n"], code: 78, words: ["bad.yaml:3:", "usres", "users"]),
            Command(
                what: "a child's budget above its parent's", arguments: ["policy", "check", "bad.yaml"],
                files: ["bad.yaml": budgets], code: 78, words: ["bad.yaml:4:", "half", "5 MW", "4 MW", "site"]),
            Command(
                what: "the same, applied", arguments: ["policy", "apply", "bad.yaml"],
                files: ["bad.yaml": budgets], code: 78, words: ["half", "5 MW", "4 MW", "site"]),
            Command(
                what: "an unknown key in a job file", arguments: ["submit", "-f", "job.yaml"],
                files: ["job.yaml": "command: [\"true\"]\nmemmory: 1 GiB\n"], code: 65, words: ["job.yaml:2:", "memmory", "memory"]),
            Command(what: "an unknown kind", arguments: ["submit", "--accel", "h20:1", "--", "true"], code: 81, words: ["h20", "h200"]),
            Command(
                what: "a gang larger than the fleet", arguments: ["submit", "-N", "9", "--accel", "h200:1", "--", "true"], code: 81,
                words: ["9", "8", "h200"]),
            Command(
                what: "7 Trainium devices", arguments: ["submit", "--accel", "trn2:7", "--", "true"], code: 81, words: ["7", "trn2", "8"]),
            Command(
                what: "broken JSON", arguments: ["submit", "-f", "job.json"], files: ["job.json": "{\"command\": [\"true\"\n"], code: 65,
                words: ["job.json:"]),
            Command(
                what: "a dependency on an unknown job", arguments: ["submit", "-d", "afterok:999999", "--", "true"], code: 65,
                words: ["999999"]),
            Command(what: "an unknown job", arguments: ["show", "999999"], code: 1, words: ["999999"]),
            Command(what: "no job id", arguments: ["show", "everything"], code: 64, words: ["everything"]),
            Command(what: "an unknown verb", arguments: ["sumbit", "true"], code: 64, words: ["sumbit", "submit"]),
        ]

        @Test("each fault gets one line that names it, its exit code, and changes nothing")
        func table() throws {
            let daemon = try Self.daemon()
            let before = try Self.sequence(daemon)
            for command in Self.commands {
                for (name, text) in command.files { try daemon.directory.write(text, to: name) }
                let result = try ProcessResult.run(
                    [Binaries.berth] + command.arguments, environment: ["BERTH_SOCKET": daemon.socket], directory: daemon.directory.path
                )
                #expect(result.code == command.code, "\(command.what): exit \(result.code)\n\(result.error)")
                let first = result.error.split(separator: "\n").first.map(String.init) ?? ""
                for word in command.words {
                    #expect(result.error.contains(word), "\(command.what): \"\(word)\" is not in: \(result.error)")
                }
                #expect(!first.isEmpty, "\(command.what): nothing on stderr")
                #expect(result.output.isEmpty, "\(command.what): wrote \(result.output)")
                #expect(try Self.sequence(daemon) == before, "\(command.what) changed something")
            }
        }

        @Test("a bad line of a batch is named with its number, and the other lines are accepted")
        func batch() throws {
            let daemon = try Self.daemon()
            try daemon.directory.write(
                "{\"command\": [\"true\"], \"hold\": true}\n{\"command\": 5}\n{\"command\": [\"true\"], \"hold\": true}\n",
                to: "jobs.ndjson")
            let result = try daemon.berth("submit", "-f", "jobs.ndjson", "--batch", "--parsable")
            #expect(result.code != 0)
            #expect(result.error.contains("jobs.ndjson:2:"), "\(result.error)")
            #expect(result.lines.count == 2)
            for id in result.lines { #expect(try daemon.request("GET", "/v1/jobs/\(id)").status == 200) }
        }

        @Test("a body of 100 MB is refused with 413 before it is read, and the daemon goes on")
        func largeBody() throws {
            let daemon = try Self.daemon()
            let before = try Self.sequence(daemon)
            let connection = try daemon.connect()
            try connection.write(
                Data(
                    "POST /v1/jobs HTTP/1.1\r\nHost: berthd\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n".utf8
                ))
            let chunk = Data(repeating: UInt8(ascii: " "), count: 1 << 20)
            // The daemon may answer and close while we still send.
            for _ in 0..<95 { if (try? connection.write(chunk)) == nil { break } }
            let answer = try? connection.readResponse()
            #expect(answer == nil || answer?.status == 413)
            #expect(try Self.sequence(daemon) == before)
            try daemon.directory.write(
                "{\"command\":[\"true\"],\"labels\":{\"a\":\"" + String(repeating: "x", count: 100_000_000) + "\"}}\n", to: "big.json")
            let command = try daemon.berth("submit", "-f", "big.json")
            #expect(command.code == 65)
            #expect(command.error.contains("big.json"), "\(command.error.prefix(300))")
            #expect(try Self.sequence(daemon) == before)
        }

        @Test(
            "broken requests are answered as problems, and the connection or the daemon stays usable",
            arguments: [
                ("{\"name\":", 400), ("[]", 400), ("", 400), ("{\"command\":[\"true\"],\"nodes\":-1}", 422),
                ("{\"command\":[\"true\"],\"directory\":\"/\",\"memory\":\"64\"}", 422),
                ("{\"command\":[\"true\"],\"directory\":\"/\",\"colour\":1}", 422),
            ])
        func problems(body: String, status: Int) throws {
            let daemon = try Self.daemon()
            let answer = try daemon.connect().send("POST", "/v1/jobs", body: Data(body.utf8))
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.headers["content-type"]?.hasPrefix("application/problem+json") == true)
            #expect(answer.json["code"] as? String != nil && answer.json["detail"] as? String != nil)
            #expect(try daemon.request("GET", "/v1").status == 200)
        }

        @Test("a daemon that is not there is said to be so, with 69")
        func missingSocket() throws {
            let folder = try TemporaryDirectory()
            let result = try ProcessResult.run([Binaries.berth, "ls", "--socket", folder.file("none.sock")])
            #expect(result.code == 69)
            #expect(result.error.contains("none.sock"))
            #expect(result.error.contains("Is it running?") || result.error.contains("is it running"), "\(result.error)")
        }

        @Test(
            "a socket that belongs to somebody else is said to be so, with 77",
            .enabled(if: TestRun.isRoot && TestRun.has(program: "setpriv")))
        func foreignSocket() throws {
            let daemon = try Self.daemon()
            let open = [FileAttributeKey.posixPermissions: 0o755]
            try FileManager.default.setAttributes(open, ofItemAtPath: daemon.directory.path)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: daemon.socket)
            // The build's own folder may be closed to other users.
            let copy = daemon.directory.file("berth")
            try FileManager.default.copyItem(atPath: Binaries.berth, toPath: copy)
            let result = try ProcessResult.run(
                ["/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", copy, "ls", "--socket", daemon.socket],
                directory: "/")
            #expect(result.code == 77, "\(result.error)")
            #expect(result.error.contains(daemon.socket))
        }

        @Test(
            "a daemon does not start on bad files, and starts as new once they are mended",
            arguments: [
                ("schema: 1\nagencies:\n  lab: {usres: [\"*\"]}\n", nil, "usres"),
                (EndToEnd.openPolicy, "schema: 1\nnodes:\n  - {names: \"h-[1-10000000]\", instance: p5e.48xlarge}\n", "1000000"),
                (EndToEnd.openPolicy, "schema: 1\nnodes:\n  - {names: h-1, instance: p5e.48xlrage}\n", "p5e.48xlarge"),
            ] as [(String, String?, String)])
        func badStart(policy: String, fleet: String?, word: String) throws {
            let daemon = try DaemonFixture(policy: policy, fleet: fleet, extra: ["--executor", fleet == nil ? "local" : "simulated"])
            let result = try ProcessResult.run([Binaries.berthd] + daemon.arguments)
            #expect(result.code == 78, "\(result.error)")
            #expect(result.error.contains(word), "\(result.error)")
            try daemon.directory.write(EndToEnd.openPolicy, to: "policy.yaml")
            if fleet != nil { try daemon.directory.write(EndToEnd.modelledFleet, to: "fleet.yaml") }
            try daemon.start()
            let facts = try daemon.request("GET", "/v1").json
            #expect(facts["policy_revision"] as? Int == 1)
            #expect(facts["seq"] as? Int == 1)
        }

        @Test("an empty state directory is initialised only when that is asked for")
        func withoutInit() throws {
            let daemon = try DaemonFixture(policy: EndToEnd.openPolicy)
            let result = try ProcessResult.run([Binaries.berthd] + daemon.arguments.filter { $0 != "--init" })
            #expect(result.code != 0)
            #expect(result.error.contains("--init"), "\(result.error)")
        }

        /// The daemon's journal position: nothing changed while it stands still.
        private static func sequence(_ daemon: DaemonFixture) throws -> Int? {
            try daemon.request("GET", "/v1").json["seq"] as? Int
        }
    }
}
