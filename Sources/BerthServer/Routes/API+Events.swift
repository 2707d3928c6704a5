import BerthAPI
import BerthModel
import BerthPolicy
import BerthScheduler
import BerthSystem
import Hummingbird
import NIOCore

extension API {
    /// Journal entries that are read in one go, so that a reader of a long history holds nobody up.
    private static let entriesPerRead = 1000

    /// Events after a journal position. A reader that was cut off asks again with the last `seq` it saw: no gap, no double.
    func streamEvents(_ call: Call) async throws -> Response {
        let after = try call.number("after", in: 0...UInt64(Int64.max), default: 0)
        let follows = try call.flag("follow")
        var job: JobID?
        if let text = call.query("job") {
            job = JobID(text)
            guard job != nil else { throw BerthError(.usage, "\"\(text.prefix(80))\" is not a job id", field: "job") }
        }
        let filter = EventFilter(kinds: call.words("kind"), job: job)
        // The stream is asked for before the first read: what is committed in between wakes it.
        let wakes = feed.follow()
        guard let connection = call.context.connection else { preconditionFailure("a call has a connection") }
        return Response(
            status: .ok, headers: [.contentType: Wire.ndjson, .cacheControl: "no-store"],
            body: ResponseBody { writer in
                var position = after
                position = try await send(after: position, filter, connection.peer, &writer)
                if follows {
                    var lastLine = ContinuousClock.now
                    for await _ in wakes {
                        let reached = try await send(after: position, filter, connection.peer, &writer) { lastLine = .now }
                        position = reached
                        if ContinuousClock.now - lastLine >= EventTicker.heartbeat {
                            try await writer.write(line(.heartbeat(at: position, Timestamp(milliseconds: SystemClock.wall()))))
                            lastLine = .now
                        }
                    }
                }
                try await writer.finish(nil)
            })
    }

    /// Sends everything after a position that the filter and the policy let through. Who the caller is and what it may see is found
    /// anew for each read: a right that is taken away ends with the next line.
    /// - Returns: the position reached.
    private func send(
        after start: UInt64, _ filter: EventFilter, _ peer: PeerCredentials, _ writer: inout any ResponseBodyWriter, wrote: () -> Void = {}
    ) async throws -> UInt64 {
        var position = start
        while true {
            let caller = try await callers.caller(peer)
            let entries = try await history.entries(position, API.entriesPerRead)
            guard let reached = entries.last?.sequence else { return position }
            let wanted = entries.filter(filter.matches)
            let visible = try await thread.read { loop in
                var sight = Sight(caller, loop.scheduler)
                return wanted.filter { sight.sees($0, loop.scheduler.state.jobs) }
            }
            let events = visible.map(EventView.init).filter(filter.matches)
            if !events.isEmpty {
                var buffer = ByteBuffer()
                for event in events { buffer.writeImmutableBuffer(try line(event)) }
                try await writer.write(buffer)
                wrote()
            }
            position = reached
        }
    }

    private func line(_ event: EventView) throws -> ByteBuffer {
        ByteBuffer(bytes: try JSONCoding.encode(event) + [UInt8(ascii: "\n")])
    }

    func jobEvents(_ call: Call) async throws -> Response {
        let (id, caller) = (try call.job(), call.caller)
        let filter = EventFilter(kinds: nil, job: id)
        _ = try await thread.read { loop in try loop.scheduler.jobs(standingFor: id, visibleTo: caller).count }
        var (events, position) = ([EventView](), UInt64(0))
        while true {
            let entries = try await history.entries(position, API.entriesPerRead)
            guard let reached = entries.last?.sequence else { return try .json(EventList(events: events)) }
            events += entries.filter(filter.matches).map(EventView.init)
            position = reached
        }
    }
}
