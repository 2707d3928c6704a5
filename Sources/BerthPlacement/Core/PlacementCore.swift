public import BerthModel

/// The lock-free heart of the scheduler: which devices, cores, memory and watts are held, and the choice of where a job goes.
///
/// Every piece of state is one 64-bit word of `words`, changed by a pure transition under one compare-and-exchange loop: a
/// `NodeWord` for each device group, `CoreWord`s and a `MemoryWord` for each NUMA node, a `HeadroomWord` for each power domain.
/// All methods may be called from any thread at any time. Planning reads the words once, chooses on that copy, and lets the
/// exchanges decide whether the choice still holds.
public final class PlacementCore: Sendable {
    let layout: FleetLayout
    let table: ClaimTable

    /// The core of a fleet without claims. The base load (each host's idle draw and its devices') counts against every budget.
    /// - Throws: `BerthError` with code `invalidPolicy` when the base load of a domain is above its budget, naming both figures;
    ///   `noSuchKind` when the catalogue does not know a kind of the fleet.
    public init(fleet: Fleet, catalogue: Catalogue, power: PowerTree) throws(BerthError) {
        layout = try FleetLayout(fleet: fleet, catalogue: catalogue, power: power)
        table = ClaimTable(words: WordArray(layout.initialWords))
    }

    private init(layout: FleetLayout, words: [UInt64]) {
        self.layout = layout
        table = ClaimTable(words: WordArray(words))
    }

    /// An independent core in the state of this one: for plans that try things out.
    /// - Complexity: O(nodes).
    public func copy() -> PlacementCore { PlacementCore(layout: layout, words: table.words.loadAll()) }

    /// An independent core of the same fleet and budgets without claims, every node admitting.
    public func emptied() -> PlacementCore {
        var words = table.words.loadAll()
        layout.relax(.all, in: &words)
        return PlacementCore(layout: layout, words: words)
    }
}
