import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite("Kills")
    struct KillTests {
        /// How often the daemon is killed: 50 in the suite, more through `tools/kill-test`.
        private static let kills = TestRun.count("BERTH_KILLS", usually: TestRun.isQuick ? 10 : 50)
        private static let clients = 8

        @Test("no acknowledged job is lost, no id given twice and no cancel undone, however often the daemon is killed")
        func kills() throws {
            let daemon = try DaemonFixture(
                policy: EndToEnd.openPolicy, fleet: EndToEnd.modelledFleet, extra: ["--executor", "simulated"])
            let crowd = Crowd(of: Self.clients, socket: daemon.socket)
            let killing = Result { try Self.killAgainAndAgain(daemon) }
            let promises = crowd.stop()
            try killing.get()
            try Self.verify(promises, against: daemon)
        }

        /// Kills at random moments, some of them before the daemon is ready; leaves it running.
        private static func killAgainAndAgain(_ daemon: DaemonFixture) throws {
            var random = SeededGenerator(seed: 20)
            for kill in 1...kills {
                if Int.random(in: 0..<5, using: &random) == 0 {
                    try daemon.launch()
                    Thread.sleep(forTimeInterval: Double.random(in: 0...0.3, using: &random))
                } else {
                    try daemon.start()
                    Thread.sleep(forTimeInterval: Double.random(in: 0...0.3, using: &random))
                }
                daemon.killNow()
                if kill.isMultiple(of: 100) { print("killed \(kill) times") }
            }
            try daemon.start()
            Thread.sleep(forTimeInterval: 0.3)
        }

        private static func verify(_ promises: SubmittingClient.Promises, against daemon: DaemonFixture) throws {
            // Once more, so that what is read comes from the disk alone.
            daemon.killNow()
            try daemon.start()
            let connection = try daemon.connect()
            var lost: [String] = []
            var undone: [String] = []
            for (id, name) in promises.names {
                let job = try connection.send("GET", "/v1/jobs/\(id)").json
                if job["name"] as? String != name { lost.append("\(id) (\(name))") }
                if promises.cancelled.contains(id), job["state"] as? String != "cancelled" {
                    undone.append("\(id) is \(job["state"] ?? "?")")
                }
            }
            let listed = try allJobs(connection)
            let doubled = Dictionary(grouping: listed, by: \.name).filter { $1.count > 1 }.map { "\($0): \($1.map(\.id))" }
            print(
                """
                kills \(kills), acknowledged \(promises.names.count), cancelled \(promises.cancelled.count), \
                asked again \(promises.retries), \
                lost \(lost.count), ids reused \(promises.reused.count), made twice \(doubled.count), cancels undone \(undone.count)
                """)
            #expect(promises.names.count > kills, "too few submissions to prove anything")
            #expect(!promises.cancelled.isEmpty)
            #expect(promises.refusals.isEmpty)
            #expect(lost.isEmpty)
            #expect(promises.reused.isEmpty)
            #expect(Set(listed.map(\.id)).count == listed.count)
            #expect(doubled.isEmpty)
            #expect(undone.isEmpty)
        }

        private static func allJobs(_ connection: SocketClient) throws -> [(id: String, name: String)] {
            var jobs: [(id: String, name: String)] = []
            var cursor: String?
            repeat {
                let page = try connection.send("GET", "/v1/jobs?limit=1000" + (cursor.map { "&cursor=\($0)" } ?? "")).json
                for case let job as [String: Any] in page["jobs"] as? [Any] ?? [] {
                    jobs.append((job["id"] as? String ?? "", job["name"] as? String ?? ""))
                }
                cursor = page["next_cursor"] as? String
            } while cursor != nil
            return jobs
        }
    }
}
