public import BerthModel

/// The lock-free heart of the scheduler under the names of its fleet: which devices, cores, memory and watts are held, and the choice of
/// where a job goes.
///
/// Names become numbers here, and the numbers of `PlacementEngine` names again. The engine counts whole cores; which cores a member has is
/// said here, once it has them. All methods may be called from any thread at any time, and none takes a lock.
public final class PlacementCore: Sendable {
    let hosts: Hosts
    /// Free MiB of each NUMA node of the hosts that have more of them than the engine counts.
    let memories: WordArray
    /// What each domain may draw in all, in milliwatts.
    let budgets: WordArray

    var layout: FleetLayout { hosts.layout }
    var engine: PlacementEngine { hosts.engine }

    /// The core of a fleet without claims. The base load (each host's idle draw and its devices') counts against every budget.
    /// - Throws: `BerthError` with code `invalidPolicy` when the base load of a domain is above its budget, naming both figures;
    ///   `noSuchKind` when the catalogue does not know a kind of the fleet; `invalidFleet` for a node with more cores or memory beside one
    ///   socket than are supported.
    /// - Parameter rule: how its own searches choose; `Chooser` goes beyond.
    public init(fleet: Fleet, catalogue: Catalogue, power: PowerTree, rule: PlacementRule = .bestFit) throws(BerthError) {
        let base = try FleetLayout.baseLoad(of: fleet, catalogue: catalogue, power: power)
        let budgets = FleetLayout.budgets(of: power)
        let builder = try FleetLayoutBuilder(
            fleet: fleet, catalogue: catalogue, power: power, headrooms: zip(budgets, base).map { $0 - $1 })
        let layout = FleetLayout(builder, fleet: fleet, catalogue: catalogue, power: power, base: base)
        hosts = Hosts(layout: layout, engine: PlacementEngine(builder.engineFleet, objective: rule.objective))
        memories = WordArray(layout.memories)
        self.budgets = WordArray(budgets.map(UInt64.init(bitPattern:)))
    }

    private init(_ hosts: Hosts, memories: WordArray, budgets: WordArray) {
        self.hosts = hosts
        self.memories = memories
        self.budgets = budgets
    }

    /// An independent core in the state of this one: for plans that try things out.
    /// - Complexity: O(nodes).
    public func copy() -> PlacementCore {
        PlacementCore(
            Hosts(layout: layout, engine: engine.copy()), memories: WordArray(memories.loadAll()), budgets: WordArray(budgets.loadAll()))
    }

    /// An independent core of the same fleet and budgets without claims, every node admitting and without a label.
    public func emptied() -> PlacementCore {
        PlacementCore(
            Hosts(layout: layout, engine: engine.copy(without: .all, headrooms: fullHeadrooms, label: 0)),
            memories: WordArray(layout.memories),
            budgets: WordArray(budgets.loadAll()))
    }

    /// What each domain has left when nothing is claimed, in milliwatts.
    var fullHeadrooms: [Int64] { zip(budgets.loadAll(), layout.base).map { Int64(bitPattern: $0) - $1 } }
}
