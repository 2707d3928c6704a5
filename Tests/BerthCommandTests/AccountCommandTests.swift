import BerthAPI
import BerthModel
import CannedServer
import Testing

@testable import berth

@Suite struct AccountCommandTests {
    @Test("queues are listed with their jobs")
    func queues() async throws {
        let answer = #"""
            {"queues":[{"name":"research","class":"gang","weight":20,"order":"submitted","stopped":false,"max_time_seconds":172800,
            "pending":3,"held":1,"active":2}]}
            """#
        let typed = try await Typed.run(["queues"], answers: ["GET /v1/queues": answer]).typed
        #expect(typed.code == 0)
        #expect(
            typed.out.split(separator: "\n").map { $0.split(separator: " ").map(String.init) } == [
                ["QUEUE", "CLASS", "STATE", "WEIGHT", "ACTIVE", "PENDING", "HELD", "LIMIT"],
                ["research", "gang", "open", "20", "2", "3", "1", "2d"],
            ])
    }

    @Test("usage is told in the unit that is asked for, and says that it is reserved")
    func usage() async throws {
        let answer = #"""
            {"by":"agency","since":"1970-01-01T00:00:00.000Z","until":"2026-03-01T12:00:00.000Z","seq":9,"rows":[
            {"name":"noaa","reserved_joules":7200000,"device_seconds":5400,"jobs_started":2,"jobs_ended":1},
            {"name":"epa","reserved_joules":3600,"device_seconds":9000,"jobs_started":9,"jobs_ended":9}]}
            """#
        let words = ["usage", "--unit", "kWh", "--since", "2026-03-01T00:00:00Z"]
        let (typed, requests) = try await Typed.run(words, answers: ["GET /v1/usage": answer])
        #expect(typed.code == 0)
        #expect(requests[0].target == "/v1/usage?by=agency&since=2026-03-01T00%3A00%3A00.000Z")
        let rows = typed.out.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(rows == [["NAME", "KWH"], ["noaa", "2.000"], ["epa", "0.001"]])
        #expect(typed.notes == ["reserved from 1970-01-01 00:00:00 UTC to 2026-03-01 12:00:00 UTC, by agency"])
        let hours = try await Typed.run(["usage", "--unit", "device-hours"], answers: ["GET /v1/usage": answer]).typed
        #expect(hours.out.split(separator: "\n")[1].hasPrefix("epa") && hours.out.contains("2.500"))
    }

    @Test("history asks for pages until it has as many jobs as are wanted")
    func history() async throws {
        let job =
            #"{"id":"ID","name":"a","state":"failed","class":"batch","agency":"noaa","user":"u","priority":0,"attempt":1,"members":1,"#
            + #""cpus":"1","memory_bytes":1,"watts":0,"modelled":false,"nodes":[],"submitted_at":"2026-03-01T12:00:00.000Z"}"#
        let (typed, requests) = try await Typed.run(["history", "-A", "--state", "failed", "--limit", "3", "-o", "name"]) { request, _ in
            let isFirst = !request.target.contains("cursor")
            let ids = isFirst ? ["9", "8"] : ["7", "6"]
            let jobs = ids.map { job.replacing("ID", with: $0) }.joined(separator: ",")
            return .status(200, #"{"jobs":[\#(jobs)]\#(isFirst ? #","next_cursor":"7""# : "")}"#)
        }
        #expect(typed.out == "9\n8\n7\n", "\(typed.notes)")
        #expect(requests.map(\.target) == ["/v1/history?state=failed&limit=3", "/v1/history?state=failed&limit=3&cursor=7"])
    }

    @Test("a change by filter counts first, and then changes just as many")
    func change() async throws {
        let (typed, requests) = try await Typed.run(["hold", "--mine", "-q", "batch"]) { _, _ in .status(200, #"{"changed":["4","5_1"]}"#) }
        #expect(typed.code == 0)
        #expect(typed.out == "job 4 held\njob 5_1 held\n" && typed.notes == ["2 jobs held"])
        #expect(requests.count == 2)
        #expect(requests[0].body.contains(#""dry_run":true"#) && requests[1].body.contains(#""expect_count":2"#))
        let many = try await Typed.run(["release", "-A", "noaa"]) { _, _ in
            .status(200, #"{"changed":[\#((1...21).map { "\"\($0)\"" }.joined(separator: ","))]}"#)
        }.typed
        #expect(many.code == 64 && many.notes == ["berth: 21 jobs would be released; add --yes to change more than 20 without being asked"])
        #expect(await Typed.run(["hold"]).code == 64)
        #expect(await Typed.run(["update", "--priority", "3", "--mine", "7"]).code == 64)
    }
}
