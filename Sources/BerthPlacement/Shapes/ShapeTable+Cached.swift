import BerthModel
import Synchronization

extension ShapeTable {
    private static let known = Mutex<[DeviceSets: ShapeTable]>([:])

    private struct TierKey: Hashable {
        var sets: DeviceSets
        var objective: Objective
    }

    private static let knownTiers = Mutex<[TierKey: [[UInt64]]]>([:])

    /// The tiers of every count 0…16, computed once in a process: each looks at every mask.
    static func cachedTiers(_ table: ShapeTable, by objective: Objective) -> [[UInt64]] {
        let key = TierKey(sets: table.sets, objective: objective)
        if let tiers = knownTiers.withLock({ $0[key] }) { return tiers }
        let tiers = (0...Limits.devicesPerGroupMax).map { table.tiers(for: $0, by: objective) }
        knownTiers.withLock { $0[key] = tiers }
        return tiers
    }

    private static let knownCapacities = Mutex<[DeviceSets: [UInt8]]>([:])

    /// The capacities for every count 0…16, one after the other.
    static func cachedCapacities(_ table: ShapeTable) -> [UInt8] {
        if let capacities = knownCapacities.withLock({ $0[table.sets] }) { return capacities }
        let capacities = (0...Limits.devicesPerGroupMax).flatMap { table.capacities(for: $0) }
        knownCapacities.withLock { $0[table.sets] = capacities }
        return capacities
    }

    /// The table of a rule, computed once in a process: those of 16 devices hold some hundred thousand entries. For building engines;
    /// nothing that claims comes here.
    static func cached(_ sets: DeviceSets) -> ShapeTable {
        if let table = known.withLock({ $0[sets] }) { return table }
        let table = ShapeTable(sets)
        known.withLock { $0[sets] = table }
        return table
    }
}
