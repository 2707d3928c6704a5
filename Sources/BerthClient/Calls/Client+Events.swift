public import BerthAPI
public import BerthModel
import FoundationEssentials
import NIOCore
import Synchronization

extension Client {
    /// What a receiver of events wants next.
    public enum Follow: Sendable { case more, stop }

    /// Why following ended.
    public enum FollowEnd: Sendable { case stopped, timedOut, ended }

    /// The events that are there, in order.
    public func events(_ query: EventQuery = EventQuery()) async throws(BerthError) -> [EventView] {
        let body = try await perform(.get(Route.events + query.text)).body
        var events: [EventView] = []
        for line in body.split(separator: UInt8(ascii: "\n")) { events.append(try decode(EventView.self, from: line, of: Route.events)) }
        return events
    }

    /// Receives events as they happen, without gap or repeat, across restarts of the daemon.
    ///
    /// A broken connection is made again and goes on after the last event that was received; while no daemon answers it is tried
    /// until the deadline, or for `retryWindow` where there is none. Heartbeats are not handed on. The receiver runs on the
    /// connection's own thread: nothing more is read while it runs.
    /// - Parameter deadline: nil: for ever.
    /// - Throws: `BerthError`; `.unreachable` when no daemon answers any more.
    public func follow(
        _ query: EventQuery, until deadline: ContinuousClock.Instant? = nil, receive: @escaping @Sendable (EventView) -> Follow
    ) async throws(BerthError) -> FollowEnd {
        let progress = FollowProgress(after: query.after)
        var unansweredSince: ContinuousClock.Instant?
        while true {
            if let deadline, .now >= deadline { return .timedOut }
            do {
                let received = progress.count
                let response = try await exchange(
                    request(query, after: progress.last, until: deadline), .lines(limit: 1 << 20) { line in progress.take(line, receive) })
                guard response.isSuccess else { throw Client.error(of: response) }
                if let fault = progress.fault { throw fault }
                if progress.isStopped { return .stopped }
                if !query.follow { return .ended }
                if progress.count > received { unansweredSince = nil }
            } catch let error as BerthError where error.code != .notReady {
                throw error
            } catch ConnectionFault.timeLimit {
                return .timedOut
            } catch {
                let fault = error as? ConnectionFault ?? .broken
                let since = unansweredSince ?? .now
                unansweredSince = since
                guard fault.mayPass || error is BerthError, progress.last != nil || progress.count > 0 || deadline != nil else { throw fault.error(at: path) }
                guard .now < deadline ?? (since + retryWindow) else { throw fault.error(at: path) }
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    private func request(_ query: EventQuery, after: UInt64?, until deadline: ContinuousClock.Instant?) -> Request {
        var query = query
        query.after = after
        var request = Request.get(Route.events + query.text)
        // Three heartbeats.
        request.patience = .seconds(45)
        request.timeLimit = deadline.map { .milliseconds(max(1, ContinuousClock.now.duration(to: $0).milliseconds)) }
        return request
    }
}

/// How far an event stream has come: written on the event loop, read by the caller between two connections.
private final class FollowProgress: Sendable {
    private struct State {
        var last: UInt64?
        var count = 0
        var isStopped = false
        var fault: BerthError?
    }
    private let state: Mutex<State>

    init(after: UInt64?) { state = Mutex(State(last: after)) }

    var last: UInt64? { state.withLock { $0.last } }
    var count: Int { state.withLock { $0.count } }
    var isStopped: Bool { state.withLock { $0.isStopped } }
    var fault: BerthError? { state.withLock { $0.fault } }

    /// Hands one line on; false when the receiver stops or the line is no event.
    func take(_ line: ByteBuffer, _ receive: (EventView) -> Client.Follow) -> Bool {
        guard let event = try? JSONDecoder().decode(EventView.self, from: Data(line.readableBytesView)) else {
            let text = String(decoding: line.readableBytesView.prefix(120), as: UTF8.self)
            state.withLock { $0.fault = BerthError(.internalFault, "berthd sent a line that is no event: \(text)") }
            return false
        }
        // A repeat after a new connection is dropped: sequence numbers only grow.
        let isNew = state.withLock { state in
            if let last = state.last, event.sequence <= last { return false }
            state.last = event.sequence
            state.count += 1
            return true
        }
        guard isNew, event.kind != "heartbeat" else { return true }
        guard receive(event) == .more else {
            state.withLock { $0.isStopped = true }
            return false
        }
        return true
    }
}
