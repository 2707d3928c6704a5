import BerthAPI
@testable import BerthServer
import HTTPTypes
import Testing

@Suite struct EventTests {
    @Test("a reader that resumes at its last position sees every event once, while clients submit")
    func noGap() async throws {
        try await TestAPI.run { (api) async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<4 {
                    group.addTask { for job in 0..<25 { _ = try await api.submit(Jobs.batch("c\(client)-\(job)", seconds: 1)) } }
                }
                var seen: [UInt64] = []
                // Each request is a connection that was cut: the next one goes on where it was.
                while seen.count < 301 {
                    let lines = try await api.send(.get, "/v1/events?after=\(seen.last ?? 0)", as: TestAPI.operators).lines(EventView.self)
                    seen += lines.map(\.sequence)
                }
                try await group.waitForAll()
                #expect(seen == Array(1...UInt64(seen.count)))
            }
            let all = try await api.send(.get, Route.events, as: TestAPI.operators).lines(EventView.self)
            #expect(all.map(\.sequence) == Array(1...UInt64(all.count)))
            #expect(all.count { $0.kind == "submitted" } == 100)
            #expect(try await api.sequence == UInt64(all.count))
        }
    }

    @Test("events can be asked for by kind and job")
    func filters() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.batch())
            _ = try await api.submit(Jobs.batch())
            try await api.advance(by: .seconds(11))
            let ended = try await api.send(.get, "/v1/events?kind=ended,policy-applied").lines(EventView.self)
            #expect(ended.map(\.kind) == ["policy-applied", "ended", "ended"])
            let second = try await api.send(.get, "/v1/events?job=2&kind=submitted,ended").lines(EventView.self)
            #expect(second.map(\.job) == ["2", "2"])
            let own = try await api.send(.get, "/v1/jobs/2/events").decode(EventList.self).events
            #expect(own.map(\.kind) == ["submitted", "placed", "started", "exited", "ended"])
            #expect(try await api.send(.get, "/v1/events?after=x").status == 400)
            #expect(try await api.send(.get, "/v1/events?job=x").status == 400)
        }
    }

    @Test("a follower is sent what comes, and let go when the daemon stops")
    func follow() async throws {
        try await TestAPI.run { (api) async throws in
            async let followed = api.send(.get, "/v1/events?follow=true&kind=submitted")
            for _ in 0..<20 { _ = try await api.submit(Jobs.batch()) }
            // The stream ends with the daemon: everything committed before that has been sent.
            api.feed.close()
            let events = try await followed.lines(EventView.self)
            #expect(events.map(\.sequence) == events.map(\.sequence).sorted())
            #expect(Set(events.map(\.sequence)).count == events.count)
            #expect(events.allSatisfy { $0.kind == "submitted" })
        }
    }
}
