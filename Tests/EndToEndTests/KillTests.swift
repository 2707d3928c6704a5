import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite("Kills")
    struct KillTests {
        /// How often the daemon is killed: 50 in the suite, more through `tools/kill-test`.
        private static let kills = TestRun.count("BERTH_KILLS", usually: TestRun.isQuick ? 10 : 50)
        private static let clients = 8
        /// Kills of one state directory; then a new one, so that long runs do not mostly replay ever longer journals.
        private static let killsPerRound = 200

        @Test("no acknowledged job is lost, no id given twice and no cancel undone, however often the daemon is killed")
        func kills() throws {
            var left = Self.kills
            var total = Tally()
            while left > 0 {
                let kills = min(left, Self.killsPerRound)
                let daemon = try DaemonFixture(
                    policy: EndToEnd.openPolicy, fleet: EndToEnd.modelledFleet, extra: ["--executor", "simulated"])
                let crowd = Crowd(of: Self.clients, socket: daemon.socket)
                let killing = Result { try Self.kill(daemon, times: kills, seed: UInt64(left)) }
                // A slow machine may have left the daemon no time between two kills.
                if case .success = killing { crowd.gather(moreThan: kills) }
                let promises = crowd.stop()
                try killing.get()
                total += try Self.verify(promises, after: kills, against: daemon)
                left -= kills
                print(total)
            }
        }

        struct Tally: CustomStringConvertible {
            var kills = 0, acknowledged = 0, cancelled = 0, retries = 0, lost = 0, reused = 0, doubled = 0, undone = 0

            static func += (left: inout Tally, right: Tally) {
                left.kills += right.kills
                left.acknowledged += right.acknowledged
                left.cancelled += right.cancelled
                left.retries += right.retries
                left.lost += right.lost
                left.reused += right.reused
                left.doubled += right.doubled
                left.undone += right.undone
            }

            var description: String {
                """
                kills \(kills), acknowledged \(acknowledged), cancelled \(cancelled), asked again \(retries), \
                lost \(lost), ids reused \(reused), made twice \(doubled), cancels undone \(undone)
                """
            }
        }

        /// Kills at random moments, some of them before the daemon is ready; leaves it running.
        private static func kill(_ daemon: DaemonFixture, times: Int, seed: UInt64) throws {
            var random = SeededGenerator(seed: seed)
            for _ in 0..<times {
                if Int.random(in: 0..<5, using: &random) == 0 { try daemon.launch() } else { try daemon.start() }
                Thread.sleep(forTimeInterval: Double.random(in: 0...0.3, using: &random))
                daemon.killNow()
            }
            try daemon.start()
            Thread.sleep(forTimeInterval: 0.3)
        }

        private static func verify(_ promises: SubmittingClient.Promises, after kills: Int, against daemon: DaemonFixture) throws -> Tally {
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
            #expect(promises.names.count > kills, "too few submissions to prove anything")
            #expect(!promises.cancelled.isEmpty)
            #expect(promises.refusals.isEmpty)
            #expect(lost.isEmpty)
            #expect(promises.reused.isEmpty)
            #expect(Set(listed.map(\.id)).count == listed.count)
            #expect(doubled.isEmpty)
            #expect(undone.isEmpty)
            return Tally(
                kills: kills, acknowledged: promises.names.count, cancelled: promises.cancelled.count, retries: promises.retries,
                lost: lost.count, reused: promises.reused.count, doubled: doubled.count, undone: undone.count)
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
