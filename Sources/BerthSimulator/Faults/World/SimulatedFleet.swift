import BerthModel
import BerthScheduler

/// A fleet made from a seed, and its power tree written down a second time, for the checkers: they ask no code of the scheduler for it.
struct SimulatedFleet {
    /// A domain of the power tree as this world made it.
    struct Domain {
        var name: String
        var parent: Int?
        /// Of the feed, in milliwatts.
        var rating: Int64?
        /// What nodes draw without jobs, and at most, in milliwatts.
        var base: Int64 = 0
        var most: Int64 = 0
        /// Nodes of a group that the policy names; empty for a place.
        var group: [NodeName] = []
    }

    let fleet: Fleet
    let domains: [Domain]
    /// For each node its domains, in any order.
    let paths: [[Int]]
    let rackOf: [Int]
    let hallOf: [Int]
    /// Kinds that are there, with the most devices that one node has of each.
    let kinds: [(kind: AcceleratorKind, most: Int)]
    /// Whether its policies have labels, keep room for jobs that wait, let jobs stop others. Looking for any of these costs O(nodes) or
    /// O(jobs) a second of the clock, so large worlds have none.
    let hasLabels: Bool
    let hasReservations: Bool
    let hasPreemption: Bool

    static let nodesPerRack = 8
    static let racksPerHall = 8
    private static let lookedAtMax = 200

    init(nodes count: Int, chance: inout Chance) {
        var maker = FleetMaker(count: count)
        maker.make(&chance)
        fleet = Fleet(name: "simulated", nodes: maker.nodes, places: maker.places, ports: 20_000...20_063)
        domains = maker.domains
        paths = maker.paths
        rackOf = maker.rackOf
        hallOf = maker.hallOf
        let isSmall = count <= SimulatedFleet.lookedAtMax
        hasLabels = isSmall && chance.happens(percent: 40)
        hasReservations = isSmall && chance.happens(percent: 50)
        hasPreemption = isSmall && chance.happens(percent: 50)
        kinds = maker.most.sorted { $0.key < $1.key }.compactMap { name, most in Catalogue.shipped.kinds[name].map { ($0, most) } }
    }
}

/// A name that this world made, and that is therefore valid.
func made<Tag>(_ text: String) -> Name<Tag> {
    do { return try Name(text) } catch { preconditionFailure("\(error)") }
}
