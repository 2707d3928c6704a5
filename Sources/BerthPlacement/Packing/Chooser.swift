/// Chooses the node for a member by what has arrived so far: where the losses that are to be expected grow least, with watts and scarce
/// kinds weighed in (docs/decisions/0120).
///
/// The score of a node is (devices it is expected to lose before) - (after) - w × (added watts, in those of a device) - 16 × devices ×
/// price of the kind. It belongs to whoever places, and is used by one thread; it keeps copies of words (`Seat`), which may be old where
/// others claim too: the engine's words decide, and what fits is placed by the engine where the chooser finds nothing. Only nodes that
/// changed since a need came last are scored again.
package struct Chooser: Sendable {
    let rule: PlacementRule
    let layout: SeatLayout
    var demand: LearntDemand
    /// By need and kind of seat.
    var asks: [Ask] = []

    // MARK: Seats, by place

    var seats: [Seat]
    var losses: [Float]
    /// The moment of the newest change.
    var stamps: [UInt32]
    /// Of the newest in each block.
    var blockStamps: [UInt32]
    var moment: UInt32 = 1
    /// How often something was given back in each window.
    var rises: [UInt32]
    /// Thousandths free of each group, and free cores, window by window.
    var supply: [Float]
    var freeCores: [Float]
    var (freeGPU, freeCoresTotal): (Float, Float) = (0, 0)

    // MARK: What follows from what arrived

    var tables: [LossTable]
    var tableOfKind: [Int]
    var tableStore: TableStore
    /// `LearntDemand.tableCount` of the tables.
    var tableCount = 0
    /// Sets of devices are scarce: tables make them worth keeping whole.
    var keepsSets = false
    /// What the tables were made with.
    var tablesKeepSets = false
    var prices: KindPrices
    /// Arrivals at which prices were made; nil for never.
    var pricedAt: Int?
    /// Of what the site may draw above its base load, when prices were made; 0 without a budget.
    var powerLoad: Float = 0
    let pricePeriod: Int

    // MARK: Gains that are kept

    var caches: [GainCache] = []
    /// By need and window the place in `caches`; -1 for none.
    var cacheOf: [Int32] = []
    /// The need and the window of each cache.
    var owners: [(need: Int, window: Int)] = []
    var turn = 0
    var generation = 0

    /// Memory that kept gains may take.
    private static let cacheBytesMax = 256 << 20
    let cachesMax: Int

    /// - Returns: nil for a rule that the engine follows by itself.
    package init?(_ core: PlacementCore, _ rule: PlacementRule) {
        guard rule == .learnt || rule == .firstFit else { return nil }
        self.rule = rule
        let layout = SeatLayout(core.hosts)
        self.layout = layout
        let count = core.engine.layout.fleet.nodes.count
        demand = LearntDemand(nodes: count)
        pricePeriod = max(16, count / 24)
        prices = KindPrices(groups: layout.groupCount)
        seats = [Seat](repeating: Seat(), count: layout.positions.count)
        losses = [Float](repeating: 0, count: layout.positions.count)
        stamps = [UInt32](repeating: 0, count: layout.positions.count)
        blockStamps = [UInt32](repeating: 0, count: layout.kindOfBlock.count)
        rises = [UInt32](repeating: 0, count: layout.windowCount)
        supply = [Float](repeating: 0, count: layout.windowCount * layout.groupCount)
        freeCores = [Float](repeating: 0, count: layout.windowCount)
        tableStore = TableStore()
        tables = [LossTable(LossSource(layout.scale), tableStore)]
        tableOfKind = [Int](repeating: 0, count: layout.kinds.count)
        let seatsOfWindow = max(1, layout.positions.count / layout.windowCount)
        cachesMax = max(64, Chooser.cacheBytesMax / (seatsOfWindow * 14))
        for position in layout.places.indices { look(position, core.engine) }
    }
}
