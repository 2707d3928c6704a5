import BerthAPI
import BerthModel
import CannedServer
import Synchronization
import Testing

@testable import BerthClient

/// What a receiver was given.
private final class Received: Sendable {
    private let events = Mutex<[EventView]>([])
    func add(_ event: EventView) -> Int {
        events.withLock { events in
            events.append(event)
            return events.count
        }
    }
    var sequences: [UInt64] { events.withLock { $0.map(\.sequence) } }
}

@Suite struct FollowTests {
    @Test("following goes on after the last event when the connection breaks: no gap, no repeat")
    func resume() async throws {
        try await withServer({ request, number in
            switch number {
            case 0: .pieces([Canned.event(1, "submitted"), Canned.event(2, "placed")])
            case 1: .hangUp
            // The daemon may repeat what it is not sure of.
            default: .pieces([Canned.event(2, "placed"), Canned.event(3, "started") + Canned.event(4, "ended")])
            }
        }) { client, server in
            let received = Received()
            let end = try await client.follow(EventQuery(after: 0, job: "41", follow: true)) { event in
                received.add(event) == 4 ? .stop : .more
            }
            #expect(end == .stopped)
            #expect(received.sequences == [1, 2, 3, 4])
            #expect(
                server.requests.map(\.target) == [
                    "/v1/events?after=0&job=41&follow=true", "/v1/events?after=2&job=41&follow=true",
                    "/v1/events?after=2&job=41&follow=true",
                ])
        }
    }

    @Test("heartbeats keep the stream alive and are not handed on")
    func heartbeats() async throws {
        try await withServer({ _, _ in .pieces([Canned.event(5, "heartbeat"), Canned.event(6, "ended")]) }) { client, _ in
            let received = Received()
            _ = try await client.follow(EventQuery(after: 0, follow: true)) { event in
                _ = received.add(event)
                return .stop
            }
            #expect(received.sequences == [6])
        }
    }

    @Test("an event that is cut in the middle of a letter is whole again")
    func cutInside() async throws {
        let line = Canned.event(9, "ended")
        try await withServer({ _, _ in .pieces(line.map(String.init)) }) { client, _ in
            let received = Received()
            _ = try await client.follow(EventQuery(after: 8, follow: true)) { event in
                _ = received.add(event)
                return .stop
            }
            #expect(received.sequences == [9])
        }
    }

    @Test("following ends at the deadline while the daemon has nothing to say")
    func deadline() async throws {
        try await withServer({ _, _ in .silence }) { client, _ in
            let end = try await client.follow(EventQuery(after: 0, follow: true), until: .now + .milliseconds(50)) { _ in .more }
            #expect(end == .timedOut)
        }
    }

    @Test("without follow, the events that are there are all")
    func withoutFollow() async throws {
        try await withServer({ _, _ in .pieces([Canned.event(1, "submitted"), Canned.event(2, "held")]) }) { client, _ in
            let received = Received()
            let end = try await client.follow(EventQuery(after: 0)) { event in
                _ = received.add(event)
                return .more
            }
            #expect(end == .ended)
            #expect(received.sequences == [1, 2])
        }
    }

    @Test("a refusal ends following with its error")
    func refusal() async throws {
        let problem = #"{"type":"about:blank","title":"NotFound","status":404,"code":"NotFound","detail":"there is no job 41"}"#
        try await withServer({ _, _ in .status(404, problem) }) { client, _ in
            let error = await #expect(throws: BerthError.self) {
                _ = try await client.follow(EventQuery(after: 0, job: "41", follow: true)) { _ in .more }
            }
            #expect(error?.code == .notFound)
        }
    }
}
