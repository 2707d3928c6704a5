public import BerthModel
public import BerthPlacement
public import BerthPolicy

/// The scheduler of one fleet: commands, reports and time go in; journal entries and effects come out.
///
/// It belongs to one thread, and does no input or output, reads no clock and takes no lock. A command either throws and changes
/// nothing, or is applied in memory at once; it counts only when the entries of `takeOutput()` are durable. If they cannot be made so, this
/// object is thrown away and another one is made by replaying the journal.
///
/// Invariant: `work`, `timers` and `waiting` follow from `state`; `finishReplay(at:)` makes the same ones.
public final class Scheduler {
    public let fleet: Fleet
    let shipped: Catalogue
    let isPortFree: (NodeName, Int) -> Bool
    let nodePositions: [NodeName: Int]

    var pages = Pages()
    /// The policy in force, numbered 1 and up once it is in the journal.
    public internal(set) var revision: PolicyRevision
    public internal(set) var authority: Authority
    public internal(set) var rules: AdmissionRules
    /// The power tree in force.
    public internal(set) var power: PowerTree
    var composer: StartComposer
    var work: Workspace
    /// Nil where the executor has no lease.
    var watch: NodeWatch?
    var labelWatch = LabelWatch()
    var preemptionWatch = PreemptionWatch()
    /// Submissions that wait for others, by what they wait for.
    var dependents: [UInt64: Set<UInt64>] = [:]
    /// Submissions whose dependencies are not all satisfied.
    var waiting: Set<UInt64> = []
    /// The shape of each submission that is not over.
    var shapeOf = ShapeNumbers()
    /// In queues that take the shortest first: how long each submission that is not over is expected to take.
    var expectedOf: [UInt64: SpanClass] = [:]
    /// Of the policy in force.
    var admissions = AdmissionMemory()
    /// Of the policy in force.
    var shapeOfWants: [Wants: Int] = [:]
    /// Submissions whose request the fleet or the policy no longer understands, and why.
    var misfits: [UInt64: BerthError] = [:]
    /// Submissions that others may wait for, and that have moved on.
    var moved: [UInt64] = []
    /// Whether requests fit an empty fleet, by shape; of the policy in force.
    var everFits: [Int: [Shortage]] = [:]
    var effects: [Effect] = []

    /// A scheduler without jobs. A new state directory goes on with `applyPolicy`, so that revision 1 is journaled; an existing one with
    /// `replay` and `finishReplay`.
    /// - Parameters:
    ///   - catalogue: as shipped; the policy's figures are put over it here.
    ///   - revision: the policy of the first moment; the journal's own takes its place.
    ///   - lease: how long a node may be silent; nil for an executor whose nodes are not watched.
    ///   - isPortFree: whether nothing outside the scheduler listens on a port of a node.
    /// - Throws: `BerthError` with code `invalidPolicy` when the fleet's base load exceeds a budget, or the policy does not go with
    ///   the fleet.
    public init(
        fleet: Fleet, catalogue: Catalogue, revision: PolicyRevision, lease: Duration? = nil,
        isPortFree: @escaping (NodeName, Int) -> Bool = { _, _ in true }
    ) throws(BerthError) {
        let rulebook = try Rulebook(policy: revision.policy, fleet: fleet, catalogue: catalogue)
        self.fleet = fleet
        self.shipped = catalogue
        self.isPortFree = isPortFree
        self.revision = revision
        authority = Authority(revision.policy)
        watch = lease.map { NodeWatch(nodes: fleet.nodes.count, lease: $0) }
        pages.isWatchDue = lease != nil
        rules = rulebook.rules
        power = rulebook.power
        nodePositions = Dictionary(uniqueKeysWithValues: fleet.nodes.enumerated().map { ($1.name, $0) })
        composer = StartComposer(fleet, nodePositions, rules.catalogue.kinds)
        work = rulebook.makeWork(try rulebook.makeCore(fleet), PortBook(range: fleet.ports, isFree: isPortFree))
    }

    /// An independent scheduler in the state of another, to try things out on: what it does stands in nobody's journal, and nobody runs its
    /// effects.
    /// - Complexity: O(nodes) for the placement core; all else is shared until one of the two changes it.
    init(copying other: Scheduler) {
        fleet = other.fleet
        shipped = other.shipped
        isPortFree = other.isPortFree
        nodePositions = other.nodePositions
        pages = other.pages
        revision = other.revision
        authority = other.authority
        rules = other.rules
        power = other.power
        composer = other.composer
        work = other.work.copy()
        watch = other.watch
        labelWatch = other.labelWatch
        preemptionWatch = other.preemptionWatch
        dependents = other.dependents
        waiting = other.waiting
        shapeOf = other.shapeOf
        expectedOf = other.expectedOf
        admissions = other.admissions
        shapeOfWants = other.shapeOfWants
        misfits = other.misfits
        moved = other.moved
        everFits = other.everFits
        effects = []
    }

    public var policy: Policy { revision.policy }
    /// The canonical dump of the state (invariant 5).
    public var stateDigestText: String { state.canonicalDump + (pages.history?.lines.map { $0 + "\n" }.joined() ?? "") }
    /// What passes looked at since the rules were last changed.
    package var passEffort: PassEffort { work.effort }
    /// The placement core, for views of nodes and budgets.
    public var placement: PlacementCore { work.core }

    /// The entries and effects since the last call: append the entries durably, then run the effects in order, then answer.
    public func takeOutput() -> Output {
        let output = Output(entries: pages.takeEntries(), effects: effects)
        effects = []
        effects.reserveCapacity(min(output.effects.count, Pages.reservedMax))
        return output
    }

    /// Applies a record that was found in order, and keeps it for the journal.
    func record(_ record: JournalEntry.Record) { pages.record(record) }

    func tick(_ now: Timestamp) { pages.tick(now) }
}

/// What stands in `pages`.
extension Scheduler {
    public var state: SchedulerState { _read { yield pages.state } }
    /// The latest moment seen.
    var clock: Timestamp { pages.clock }
    /// What agencies used, where fair share counts it.
    var history: UseHistory? { pages.history }

    var timers: TimerQueue {
        _read { yield pages.timers }
        _modify { yield &pages.timers }
    }
}
