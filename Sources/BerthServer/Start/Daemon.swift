import BerthExecutors
import BerthModel
import BerthPolicy
import BerthScheduler
import BerthStorage
import BerthSystem
import Glibc
import Hummingbird
import HummingbirdCore
public import Logging
import ServiceLifecycle
import UnixSignals

/// The daemon: one state directory, one fleet, one socket.
public struct Daemon: Sendable {
    let options: DaemonOptions
    let log: Logger

    public init(_ options: DaemonOptions, log: Logger) {
        self.options = options
        self.log = log
    }

    /// Runs until SIGTERM or SIGINT, and then ends within five seconds; jobs run on.
    /// - Parameter ready: called once, when requests are answered, with one line for people.
    /// - Throws: `BerthError` when it cannot start; nothing has changed then but for an initialised state directory.
    public func run(ready: @escaping @Sendable (String) -> Void) async throws {
        CurrentProcess.ignore(.pipe)
        // The lock comes first: everything below may rely on being alone.
        let state = try StateDirectory.open(options.stateDirectory, initialise: options.initialise)
        let fleet = FleetDirectory(try FleetSource.load(options))
        let socket = SocketFile(path: options.socket)
        try await socket.prepare()

        let thread = SchedulerThread()
        let feed = EventFeed()
        let history = try await thread.start { try makeLoop(state, fleet.fleet, thread, feed) }
        let facts = DaemonFacts(version: options.version, executor: options.execution.rawValue, fleet: fleet.fleet.name, nodes: fleet.fleet.nodes.count)
        let api = API(thread: thread, callers: CallerDirectory(), feed: feed, history: history, fleet: fleet, facts: facts)
        do {
            try await serve(api, on: socket, ready: ready)
        } catch {
            await thread.stop()
            throw error
        }
        withExtendedLifetime(state) {}
    }

    private func serve(_ api: API, on socket: SocketFile, ready: @escaping @Sendable (String) -> Void) async throws {
        let policy = try await api.thread.read { $0.scheduler.state.revision?.number ?? 0 }
        let facts = api.facts
        // The socket is made with nobody's rights but ours, and opened to others when it is what we want it to be.
        let mask = CurrentProcess.setUmask(0o177)
        let server = Application(
            router: api.router(), server: HTTPServerBuilder { PeerChannel(responder: $0) },
            configuration: ApplicationConfiguration(address: .unixDomainSocket(path: socket.path), serverName: "berthd/\(facts.version)", backlog: 1024),
            onServerRunning: { _ in
                CurrentProcess.setUmask(mask)
                do {
                    try socket.open()
                    ready("berthd \(facts.version) is ready on \(socket.path): \(facts.nodes) \(facts.nodes == 1 ? "node" : "nodes"), policy revision \(policy), \(facts.executor) executor")
                    try ServiceManager.notifyReady()
                } catch {
                    log.error("the socket cannot be opened to others: \(error)")
                }
            }, logger: log)
        var configuration = ServiceGroupConfiguration(
            services: [SchedulerService(thread: api.thread), server, EventTicker(feed: api.feed)], gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
        // Requests that are under way have three seconds, their tasks one more; the promise is five.
        configuration.maximumGracefulShutdownDuration = .seconds(3)
        configuration.maximumCancellationDuration = .seconds(1)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// Everything that lives on the scheduler's thread: the journal, what it says, and the executor that goes on with it.
    private func makeLoop(_ state: StateDirectory, _ fleet: Fleet, _ thread: SchedulerThread, _ feed: EventFeed) throws -> (SchedulerLoop, History) {
        let journal = try state.openJournal()
        let isPortFree = portProbe
        let replay: () throws -> StateReplay = { try StateReplay(of: journal, fleet: fleet, isPortFree: isPortFree) }
        let replayed = try replay()
        let clock = MonotoneClock(notBefore: replayed.lastTime)
        let scheduler: Scheduler
        let orders: [StartOrder]
        if let revision = replayed.scheduler.state.revision {
            comparePolicy(with: revision)
            scheduler = replayed.scheduler
            orders = try scheduler.finishReplay(at: clock.now)
        } else {
            scheduler = try seed(fleet, isPortFree, at: clock.now)
            orders = []
        }
        let executor = try makeExecutor(state, thread, at: clock.now)
        let log = log
        let loop = SchedulerLoop(
            scheduler: scheduler, revisions: replayed.revisions, journal: journal, executor: executor, clock: { clock.now },
            rebuild: { try replay().scheduler }, fail: { Daemon.end(after: $0, log) }, committed: { feed.wake() },
            requireRoom: { () throws(BerthError) in try state.checkRoomForWork() },
            finish: {
                (executor as? LocalExecutor)?.close()
                do { try journal.close() } catch { log.warning("the journal was not closed tidily: \(error)") }
            }, log: log)
        executor.adopt(orders)
        // The first round makes durable what the start itself decided, a new state's first policy included.
        _ = loop.round([])
        return (loop, History(try journal.reader()))
    }

    /// A scheduler of a new state: its first journal entry will be the policy.
    private func seed(_ fleet: Fleet, _ isPortFree: @escaping (NodeName, Int) -> Bool, at now: Timestamp) throws(BerthError) -> Scheduler {
        guard let path = options.policy else {
            throw BerthError(.invalidPolicy, "the state directory holds no policy yet", hint: "start once with --policy FILE")
        }
        let source = try PolicySource(path: path, log: log)
        let user = CurrentProcess.user
        let first = PolicyRevision(number: 1, text: source.text, by: Users.name(of: user), at: now, policy: source.policy)
        let scheduler = try Scheduler(fleet: fleet, catalogue: .shipped, revision: first, isPortFree: isPortFree)
        let caller = Caller(uid: user, gid: CurrentProcess.group, user: Users.name(of: user), isDaemonUser: true)
        _ = try scheduler.applyPolicy(text: source.text, policy: source.policy, ifRevision: nil, by: caller, at: now)
        return scheduler
    }

    /// A file that cannot be read is no reason not to start: it is not what is in force.
    private func comparePolicy(with revision: PolicyRevision) {
        guard let path = options.policy else { return }
        do {
            try PolicySource(path: path, log: log).compare(with: revision, log: log)
        } catch {
            log.warning("policy revision \(revision.number) stays in force: \(error)")
        }
    }

    /// Whether nothing else listens on a port of a node, as far as can be told from here.
    private var portProbe: @Sendable (NodeName, Int) -> Bool {
        guard options.execution == .local else { return { _, _ in true } }
        return { _, port in UInt16(exactly: port).map { (try? Loopback.isFree(port: $0)) ?? false } ?? false }
    }

    private static func end(after error: BerthError, _ log: Logger) -> Never {
        log.critical("\(error)")
        // Not exit(3): nothing that was left to be written may be written now.
        _exit(ExitStatus(error).rawValue)
    }
}
