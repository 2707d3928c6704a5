import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import Synchronization

/// A small site at work, made from a seed: a fleet that is short of everything at some time, agencies, and users who ask for more.
///
/// It is driven by real commands and reports, and passes as the daemon does. Some processes that are told to end take their time.
final class StudySite {
    private final class Mailbox: Sendable {
        private let reports = Mutex<[ExecutorReport]>([])
        func put(_ report: ExecutorReport) { reports.withLock { $0.append(report) } }
        func take() -> [ExecutorReport] {
            reports.withLock { reports in
                defer { reports = [] }
                return reports
            }
        }
    }

    let world: SimulatedFleet
    let scheduler: Scheduler
    let journal = MemoryJournal()
    private let features: StudyPolicy.Features
    private let mailbox = Mailbox()
    let executor: SimulatedExecutor
    private(set) var now = Timestamp(milliseconds: 1_800_000_000_000)
    private var chance: Chance
    private var makes: JobMaker
    private var submitted = 0
    private var known: [JobID] = []
    /// Ends of processes that were told to end, and have not yet.
    private var slow: [ExecutorReport] = []
    /// What the scheduler has ordered, and nobody has done yet.
    private var effects: [Effect] = []

    let fleet: Fleet

    init(seed: UInt64) {
        var chance = Chance(seed: seed)
        world = SimulatedFleet(nodes: chance.between(3, 10), chance: &chance)
        features = StudyPolicy.Features(&chance)
        makes = JobMaker(world: world, &chance)
        let mailbox = mailbox
        executor = SimulatedExecutor(at: now) { mailbox.put($0) }
        let policy = StudyPolicy.make(world, features: features, &chance)
        self.chance = chance
        var fleet = world.fleet
        // Few enough to be short.
        fleet.ports = 20_000...20_003
        self.fleet = fleet
        do {
            scheduler = try Scheduler(
                fleet: fleet, catalogue: .shipped, revision: PolicyRevision(number: 1, text: "", by: "root", at: now, policy: policy))
            _ = try scheduler.applyPolicy(text: "", policy: policy, ifRevision: nil, by: SimulatedPolicy.root, at: now)
        } catch {
            preconditionFailure("a study's policy is refused: \(error)")
        }
        settle()
    }

    // MARK: Time

    /// Rounds of the daemon until nothing moves: reports, a pass, the journal, the effects.
    func settle() {
        repeat {
            for report in mailbox.take() { take(report) }
            advance()
            for effect in effects { executor.perform(effect) }
            effects = []
        } while hasMoved
    }

    /// A pass and the journal; its effects wait until the site is settled.
    func advance() {
        scheduler.advance(to: now)
        let output = scheduler.takeOutput()
        do { try journal.append(output.entries) } catch { preconditionFailure("a journal in memory fails: \(error)") }
        effects += output.effects
    }

    /// Passes at every moment up to this one at which the scheduler asks for it; nothing is reported meanwhile.
    func advance(through moment: Timestamp) {
        while let next = scheduler.nextWake, next <= moment, next > now {
            now = next
            advance()
        }
        now = max(now, moment)
        advance()
    }

    private var hasMoved: Bool {
        let reports = mailbox.take()
        for report in reports { mailbox.put(report) }
        return !reports.isEmpty
    }

    /// Some ends of what was told to end come later.
    private func take(_ report: ExecutorReport) {
        if case .exited(_, .signalled) = report, chance.happens(percent: 60) { return slow.append(report) }
        scheduler.report(report, at: now)
    }

    func pass(_ duration: Duration) {
        let end = now + duration
        while let next = [executor.nextEvent, scheduler.nextWake].compactMap(\.self).min(), next <= end {
            now = max(now, next)
            executor.advance(to: now)
            settle()
        }
        now = end
        executor.advance(to: now)
        settle()
    }

    // MARK: What happens there

    /// The next job that somebody asks for.
    func nextJob() -> (spec: JobSpec, caller: Caller) {
        submitted += 1
        var (spec, user) = makes.job(submitted, after: known.suffix(30), &chance)
        spec.queue = made(chance.pick(["high", "low", "low", "short", chance.happens(percent: 40) ? "stopped" : "low"]))
        spec.hold = chance.happens(percent: 6)
        if chance.happens(percent: 5) { spec.begin = now + .seconds(chance.between(5, 400)) }
        if chance.happens(percent: 3) { spec.deadline = now + .seconds(chance.between(100, 2000)) }
        if spec.jobClass != .service, chance.happens(percent: 30) { spec.preemptible = .seconds(chance.between(0, 20)) }
        if chance.happens(percent: 6) { spec.workload = StudyPolicy.workload }
        if chance.happens(percent: 10) { spec.memory = .gibibytes(chance.between(40, 200)) }
        if chance.happens(percent: 15) { spec.cpus = .cores(chance.between(8, 24)) }
        if spec.jobClass == .service, chance.happens(percent: 30) { spec.accelerators = [] }
        // Long enough to fill the site.
        if let simulation = spec.simulation, let duration = simulation.duration {
            spec.simulation = Simulation(duration: duration * 5, exit: simulation.exit)
            spec.time = spec.time.map { $0 * 6 }
        }
        return (spec, SimulatedPolicy.caller(user))
    }

    /// Without a pass.
    func submit(_ spec: JobSpec, by caller: Caller) throws(BerthError) -> JobID {
        let id = try scheduler.submit(spec, by: caller, key: nil, at: now).id
        known.append(id)
        return id
    }

    /// Something else than a submission: time passes, an operator acts, a process ends at last.
    func happen() {
        switch chance.below(100) {
        case ..<40: pass(.milliseconds(Int64(chance.between(200, 30_000))))
        case ..<60: endSlow()
        case ..<68: command { try $0.cancel(chance.pick(known), by: SimulatedPolicy.root, at: now) }
        case ..<72: command { try $0.hold(chance.pick(known), by: SimulatedPolicy.root, at: now) }
        case ..<75: command { try $0.release(chance.pick(known), by: SimulatedPolicy.root, at: now) }
        case ..<78: command { try $0.drain(chance.pick(fleet.nodes).name, reason: "test", by: SimulatedPolicy.root, at: now) }
        case ..<82: command { try $0.undrain(chance.pick(fleet.nodes).name, by: SimulatedPolicy.root, at: now) }
        case ..<84:
            let policy = StudyPolicy.make(world, features: features, &chance)
            command { _ = try $0.applyPolicy(text: "", policy: policy, ifRevision: nil, by: SimulatedPolicy.root, at: now) }
        default: break
        }
    }

    private func endSlow() {
        guard !slow.isEmpty else { return }
        scheduler.report(slow.remove(at: chance.below(slow.count)), at: now)
        settle()
    }

    /// One that does not apply changes nothing.
    private func command(_ body: (Scheduler) throws -> Void) {
        guard !known.isEmpty else { return }
        try? body(scheduler)
        settle()
    }
}
