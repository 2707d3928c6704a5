package import BerthModel

/// Who arrives in which order, and in which order nodes that are equally good are taken.
///
/// The protocol of FGD (ATC 2023): all pods of the list in a random order, then draws from the list until what was asked for reaches 130 %
/// of the fleet's GPUs. Nobody leaves.
package struct PackingArrivals: Sendable {
    /// Of the fleet's GPUs, when arrivals end.
    package static let requestedPercent = 130

    /// Specs of `PackingDemand`.
    package var specs: [Int32]
    /// Node `order[index]` of the fleet is the one at `index`.
    package var nodeOrder: [Int]

    /// Shuffled with a seed of our own.
    package init(
        _ demand: PackingDemand, on fleet: PackingFleet, seed: UInt64, requestedPercent: Int = PackingArrivals.requestedPercent
    ) {
        var random = SplitMix(seed: seed)
        nodeOrder = Array(fleet.nodes.indices)
        nodeOrder.shuffle(using: &random)
        specs = demand.pods
        specs.shuffle(using: &random)
        var requested = specs.reduce(0) { $0 + demand.specs[Int($1)].gpuMilliTotal }
        while requested * 100 < fleet.gpuMilli * requestedPercent {
            let spec = demand.pods[random.below(demand.pods.count)]
            specs.append(spec)
            requested += demand.specs[Int(spec)].gpuMilliTotal
        }
    }

    /// As published for a seed: a list of pods' names, and a list of nodes with their rank.
    /// - Throws: `invalidSyntax` with file and line for a name that is in no list, a rank that stands twice, and a node without a rank.
    package init(pods: CSVRows, ranks: CSVRows, _ demand: PackingDemand, on fleet: PackingFleet) throws(BerthError) {
        var (podRows, rankRows) = (pods, ranks)
        let podPlaces = Dictionary(zip(demand.names, demand.pods)) { first, _ in first }
        specs = []
        while let row = try podRows.next() {
            try row.require(1)
            guard let spec = podPlaces[row.fields[0]] else { throw row.fault("there is no pod \"\(row.fields[0])\" in the list") }
            specs.append(spec)
        }
        let nodePlaces = Dictionary(zip(fleet.names, fleet.names.indices)) { first, _ in first }
        var order = [Int?](repeating: nil, count: fleet.nodes.count)
        while let row = try rankRows.next() {
            try row.require(2)
            guard let node = nodePlaces[row.fields[0]] else { throw row.fault("there is no node \"\(row.fields[0])\" in the list") }
            guard let rank = try row.integer(1, "rank", in: 0...(order.count - 1)), order[rank] == nil else {
                throw row.fault("the rank is empty or stands twice")
            }
            order[rank] = node
        }
        nodeOrder = order.compactMap(\.self)
        guard nodeOrder.count == order.count else {
            throw BerthError(.invalidSyntax, "\(order.count - nodeOrder.count) nodes have no rank", field: ranks.name)
        }
    }
}
