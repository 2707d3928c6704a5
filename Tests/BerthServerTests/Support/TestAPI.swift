import BerthAPI
@testable import BerthServer
import BerthModel
import BerthPolicy
import BerthScheduler
import BerthStorage
import BerthSystem
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

/// The whole server but for the socket: router, scheduler's thread, a journal in memory, the simulated executor and a clock that
/// goes when it is told to. Requests come from whichever uid a test says.
struct TestAPI: Sendable {
    static let fleet = """
        schema: 1
        name: two
        nodes:
          - {names: "h-[01-02]", instance: p5e.48xlarge}
        """
    /// Two agencies that must not see each other, and 12 kW: enough for one node's devices at work, not for two.
    static let policy = """
        schema: 1
        power:
          site: {budget: 12 kW}
        agencies:
          red: {users: ["4001", "4003"], admins: ["4003"]}
          blue: {users: ["4002"]}
        operators: ["4009"]
        """

    let thread: SchedulerThread
    let feed: EventFeed
    let clock: ManualClock
    private let client: any TestClientProtocol

    /// Uids of the policy above.
    static let red: UInt32 = 4001
    static let blue: UInt32 = 4002
    static let redAdmin: UInt32 = 4003
    static let operators: UInt32 = 4009

    static func run<Outcome: Sendable>(
        policy: String = policy, onlyUser: UInt32? = nil, _ body: @Sendable (TestAPI) async throws -> Outcome
    ) async throws -> Outcome {
        let fleet = FleetDirectory(
            try FleetFile.decode(fleet, fileName: nil).resolve { _ throws(BerthError) in throw BerthError(.invalidFleet, "no host") })
        let (thread, feed, clock) = (SchedulerThread(), EventFeed(), ManualClock(Timestamp(milliseconds: 1_000_000)))
        try await thread.start { (try loop(fleet.fleet, policy, clock, feed, thread), ()) }
        let api = API(
            thread: thread, callers: CallerDirectory(daemonUser: 4_294_000_000), feed: feed,
            history: History { position, limit in try await thread.read { try $0.journal.entries(after: position, limit: limit) } },
            fleet: fleet,
            facts: DaemonFacts(
                version: "0", executor: "simulated", fleet: "two", nodes: 2,
                onlyUser: onlyUser.map { DaemonFacts.User(uid: $0, name: "red") }))
        let outcome = try await Application(router: api.router(), logger: Logger(label: "test")).test(.router) { client in
            try await body(TestAPI(thread: thread, feed: feed, clock: clock, client: client))
        }
        feed.close()
        await thread.stop()
        return outcome
    }

    private static func loop(_ fleet: Fleet, _ text: String, _ clock: ManualClock, _ feed: EventFeed, _ thread: SchedulerThread) throws
        -> SchedulerLoop
    {
        let journal = MemoryJournal()
        let policy = try PolicyFile.decode(text, fileName: "policy.yaml")
        let first = PolicyRevision(number: 1, text: text, by: "test", at: clock.now, policy: policy)
        let scheduler = try Scheduler(fleet: fleet, catalogue: .shipped, revision: first)
        _ = try scheduler.applyPolicy(text: text, policy: policy, ifRevision: nil, by: Caller(uid: 0, gid: 0, user: "root"), at: clock.now)
        let loop = SchedulerLoop(
            scheduler: scheduler, revisions: [:], journal: journal, executor: SimulatedExecutor(at: clock.now) { thread.report($0) },
            clock: { clock.now }, rebuild: { try StateReplay(of: journal, fleet: fleet, isPortFree: { _, _ in true }).scheduler },
            fail: { preconditionFailure("\($0)") }, committed: { feed.wake() }, log: Logger(label: "test"))
        _ = loop.round([])
        return loop
    }

    /// Sends a request as a user.
    func send(
        _ method: HTTPRequest.Method, _ path: String, as uid: UInt32? = red, type: String? = Wire.json, key: String? = nil,
        ifMatch: String? = nil, body: String? = nil
    ) async throws -> TestAnswer {
        var headers: HTTPFields = [:]
        if body != nil, let type { headers[.contentType] = type }
        if let key, let name = HTTPField.Name(Wire.idempotencyKey) { headers[name] = key }
        if let ifMatch { headers[.ifMatch] = ifMatch }
        if let name = HTTPField.Name(Wire.directory) { headers[name] = "/tmp" }
        let connection = uid.map { Connection(peer: PeerCredentials(pid: 1, uid: $0, gid: $0)) }
        let response = try await Connection.$current.withValue(connection) {
            try await client.executeRequest(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        }
        return TestAnswer(status: response.status.code, headers: response.headers, body: Data(response.body.readableBytesView))
    }

    func submit(_ job: String, as uid: UInt32 = red, key: String? = nil) async throws -> TestAnswer {
        try await send(.post, Route.jobs, as: uid, key: key, body: job)
    }

    /// Lets time pass, and waits until everything that came of it is durable.
    func advance(by duration: Duration) async throws {
        clock.advance(by: duration)
        // Ends that the executor reports in one round are journaled in the next.
        for _ in 0..<3 { try await thread.read { _ in } }
    }

    /// Has every append fail with this until it is nil again.
    func failJournal(with error: BerthError?) async throws {
        try await thread.read { loop in try #require(loop.journal as? MemoryJournal).failure = error }
    }

    var sequence: UInt64 { get async throws { try await thread.read { $0.scheduler.state.sequence } } }
}
