import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite("A full disk", .enabled(if: TestRun.isRoot && SmallDisk.isPossible, "needs root and the right to mount a tmpfs"))
    struct DiskTests {
        @Test("a full disk refuses submissions with 75, loses nothing that was acknowledged, and takes jobs again once there is room")
        func fullDisk() throws {
            let disk = try SmallDisk(mebibytes: 24)
            let policy = try disk.outside.write(EndToEnd.openPolicy, to: "policy.yaml")
            let fleet = try disk.outside.write(EndToEnd.modelledFleet, to: "fleet.yaml")
            let daemon = try DaemonFixture(arguments: [
                "--state-dir", disk.path + "/state", "--fleet", fleet, "--policy", policy, "--executor", "simulated", "--init",
            ])
            try daemon.start()
            var acknowledged = try Self.submit(daemon, upTo: 20).ids
            #expect(acknowledged.count == 20)

            try disk.fill()
            let refused = try Self.submit(daemon, upTo: 2000)
            acknowledged += refused.ids
            let answer = try #require(refused.refusal, "the disk never filled")
            #expect(answer.status == 507)
            #expect(answer.json["code"] as? String == "DiskFull")
            let command = try daemon.berth("submit", "--hold", "--", "true")
            #expect(command.code == 75)
            #expect(command.error.split(separator: "\n").count == 1, "\(command.error)")
            // Reading goes on.
            #expect(try daemon.request("GET", "/v1/jobs/\(acknowledged[0])").status == 200)

            try disk.empty()
            let after = try Self.submit(daemon, upTo: 5)
            #expect(after.ids.count == 5, "\(after.refusal?.text ?? "")")
            acknowledged += after.ids
            daemon.killNow()
            try daemon.start()
            for id in acknowledged { #expect(try daemon.request("GET", "/v1/jobs/\(id)").status == 200, "job \(id)") }
            #expect(Set(acknowledged).count == acknowledged.count)
        }

        /// Submits held jobs, each some KiB, until one is refused.
        private static func submit(_ daemon: DaemonFixture, upTo count: Int) throws -> (ids: [String], refusal: SocketClient.Response?) {
            let connection = try daemon.connect()
            let filler = String(repeating: "x", count: 8000)
            var ids: [String] = []
            for _ in 0..<count {
                let job: [String: Any] = ["command": ["true"], "directory": "/", "hold": true, "environment": ["FILLER": filler]]
                let answer = try connection.send("POST", "/v1/jobs", body: JSONSerialization.data(withJSONObject: job))
                guard answer.status == 201, let id = answer.json["id"] as? String else { return (ids, answer) }
                ids.append(id)
            }
            return (ids, nil)
        }
    }
}

/// A tmpfs of a few MiB, unmounted when it goes.
private final class SmallDisk: Sendable {
    static let isPossible: Bool = (try? SmallDisk(mebibytes: 1)) != nil

    let outside: TemporaryDirectory
    var path: String { outside.file("disk") }

    init(mebibytes: Int) throws {
        outside = try TemporaryDirectory(prefix: "berth-disk")
        try FileManager.default.createDirectory(atPath: outside.file("disk"), withIntermediateDirectories: false)
        let options = "size=\(mebibytes)m,mode=0700"
        let mount = try ProcessResult.run(["/bin/mount", "-t", "tmpfs", "-o", options, "berth-test", outside.file("disk")])
        guard mount.code == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    deinit { _ = try? ProcessResult.run(["/bin/umount", "-l", path]) }

    /// Writes zeros until nothing more fits.
    func fill() throws {
        let result = try ProcessResult.run(["/bin/sh", "-c", "cat /dev/zero > \(path)/filler"])
        #expect(result.code != 0)
    }

    func empty() throws { try FileManager.default.removeItem(atPath: path + "/filler") }
}
