import BerthExecutors
import BerthModel
import BerthPolicy
import BerthScheduler
import BerthStorage
import BerthSystem
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
        // Files are read before anything is made: a daemon that cannot start leaves no state directory behind.
        let fleet = FleetDirectory(try FleetSource.load(options))
        let policy = policySource(for: fleet.fleet)
        let state = try openState(policy)
        let socket = SocketFile(path: options.socket)
        try await socket.prepare()

        let thread = SchedulerThread()
        let feed = EventFeed()
        let history = try await thread.start { try makeLoop(state, fleet.fleet, policy, thread, feed) }
        var facts = DaemonFacts(
            version: options.version, executor: options.execution.rawValue, fleet: fleet.fleet.name, nodes: fleet.fleet.nodes.count,
            onlyUser: onlyUser)
        if options.fleet != "this-host" {
            facts.fleetText = try? Files.readText(options.fleet, limit: FleetFile.fileBytesMax)
            facts.fleetFile = Files.name(of: options.fleet)
        }
        let api = API(thread: thread, callers: CallerDirectory(), feed: feed, history: history, fleet: fleet, facts: facts)
        do {
            try await serve(api, on: socket, ready: ready)
        } catch {
            await thread.stop()
            throw error
        }
        withExtendedLifetime(state) {}
    }

    /// Only root can start processes of others; a simulated job needs none.
    private var onlyUser: DaemonFacts.User? {
        guard options.execution == .local, CurrentProcess.user != 0 else { return nil }
        return DaemonFacts.User(uid: CurrentProcess.user, name: Users.name(of: CurrentProcess.user))
    }

    private func serve(_ api: API, on socket: SocketFile, ready: @escaping @Sendable (String) -> Void) async throws {
        let policy = try await api.thread.read { $0.scheduler.state.revision?.number ?? 0 }
        let facts = api.facts
        let server = Application(
            router: api.router(), server: HTTPServerBuilder { PeerChannel(responder: $0) },
            configuration: ApplicationConfiguration(
                address: .unixDomainSocket(path: socket.path), serverName: "berthd/\(facts.version)", backlog: 1024),
            onServerRunning: { _ in
                do {
                    try socket.setPermissions()
                    let nodes = facts.nodes == 1 ? "1 node" : "\(facts.nodes) nodes"
                    let work = "\(nodes), policy revision \(policy), \(facts.executor) executor"
                    ready("berthd \(facts.version) is ready on \(socket.path): \(work)")
                    try ServiceManager.notifyReady()
                } catch {
                    log.error("the socket cannot be given its permissions: \(error)")
                }
            }, logger: log)
        var configuration = ServiceGroupConfiguration(
            services: [SchedulerService(thread: api.thread), server, EventTicker(feed: api.feed), StopDeadline(log: log)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
        // After that, requests that are under way are cancelled.
        configuration.maximumGracefulShutdownDuration = .seconds(3)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// Everything that lives on the scheduler's thread: the journal, what it says, and the executor that goes on with it.
    private func makeLoop(
        _ state: StateDirectory, _ fleet: Fleet, _ policy: Result<PolicySource, BerthError>, _ thread: SchedulerThread, _ feed: EventFeed
    ) throws -> (SchedulerLoop, History) {
        let journal = try state.openJournal()
        let isPortFree = portProbe
        let replay: () throws -> StateReplay = { try StateReplay(of: journal, fleet: fleet, isPortFree: isPortFree) }
        let replayed = try replay()
        let clock = MonotoneClock(notBefore: replayed.lastTime)
        let scheduler: Scheduler
        let orders: [StartOrder]
        if let revision = replayed.scheduler.state.revision {
            compare(policy, with: revision)
            scheduler = replayed.scheduler
            orders = try scheduler.finishReplay(at: clock.now)
        } else {
            scheduler = try seed(fleet, try policy.get(), isPortFree, at: clock.now)
            orders = []
        }
        let executor = try makeExecutor(state, thread, at: clock.now)
        let log = log
        let loop = SchedulerLoop(
            scheduler: scheduler, revisions: replayed.revisions, journal: journal, executor: executor, clock: { clock.now },
            rebuild: { try replay().scheduler }, fail: { Daemon.end(after: $0) }, committed: { feed.wake() },
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

    /// Takes the state directory. Where the policy could not seed it, an empty one stays empty.
    private func openState(_ policy: Result<PolicySource, BerthError>) throws(BerthError) -> StateDirectory {
        guard options.initialise, case .failure(let fault) = policy else {
            return try StateDirectory.open(options.stateDirectory, initialise: options.initialise)
        }
        do {
            return try StateDirectory.open(options.stateDirectory, initialise: false)
        } catch  where error.code == .stateMissing {
            throw fault
        }
    }

    private func policySource(for fleet: Fleet) -> Result<PolicySource, BerthError> {
        Result { () throws(BerthError) in
            guard let path = options.policy else {
                throw BerthError(.invalidPolicy, "the state directory holds no policy yet", hint: "start once with --policy FILE")
            }
            return try PolicySource(path: path, fleet: fleet, log: log)
        }
    }

    /// A scheduler of a new state: its first journal entry will be the policy.
    private func seed(
        _ fleet: Fleet, _ source: PolicySource, _ isPortFree: @escaping (NodeName, Int) -> Bool, at now: Timestamp
    ) throws(BerthError) -> Scheduler {
        let user = CurrentProcess.user
        let first = PolicyRevision(number: 1, text: source.text, by: Users.name(of: user), at: now, policy: source.policy)
        let scheduler = try Scheduler(fleet: fleet, catalogue: fleet.catalogue, revision: first, isPortFree: isPortFree)
        let caller = Caller(uid: user, gid: CurrentProcess.group, user: Users.name(of: user), isDaemonUser: true)
        _ = try scheduler.applyPolicy(text: source.text, policy: source.policy, ifRevision: nil, by: caller, at: now)
        return scheduler
    }

    /// A file that is wrong is no reason not to start: it is not what is in force.
    private func compare(_ policy: Result<PolicySource, BerthError>, with revision: PolicyRevision) {
        guard options.policy != nil else { return }
        switch policy {
        case .success(let source): source.compare(with: revision, log: log)
        case .failure(let fault): log.warning("policy revision \(revision.number) stays in force: \(fault)")
        }
    }

    /// Whether nothing else listens on a port of a node, as far as can be told from here.
    private var portProbe: @Sendable (NodeName, Int) -> Bool {
        guard options.execution == .local else { return { _, _ in true } }
        return { _, port in UInt16(exactly: port).map { (try? Loopback.isFree(port: $0)) ?? false } ?? false }
    }

    private static func end(after error: BerthError) -> Never {
        CurrentProcess.exit(ExitStatus(error).rawValue, saying: "berthd: \(error)")
    }
}
