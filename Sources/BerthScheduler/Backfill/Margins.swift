import BerthModel
import BerthPlacement

/// What a reservation leaves to others at its moment, of what is counted and not named: which watts and which memory somebody has does not
/// matter, only how much.
struct Margins {
    /// What a job takes of it.
    struct Need {
        /// By power domain.
        private(set) var milliwatts: [Int: Int64] = [:]
        /// By node and NUMA node.
        private(set) var mebibytes: [NodeIndex: [Int: Int]] = [:]

        /// - Parameter places: on nodes of this core.
        init(_ places: [(node: NodeIndex, member: MemberPlacement)], on core: PlacementCore) {
            for (node, member) in places {
                let watts = member.accountedWatts.milliwatts
                for domain in core.domains(of: node) { milliwatts[domain.value, default: 0] += watts }
                for memory in member.memory { mebibytes[node, default: [:]][memory.numaNode, default: 0] += memory.mebibytes }
            }
        }
    }

    /// By power domain; the greatest number where nothing bounds it.
    private var milliwatts: [Int64]
    /// Of the nodes of the reservation, by NUMA node.
    private var mebibytes: [NodeIndex: [Int]]

    /// - Parameter future: on which the reservation has just started.
    init(beside reservation: [NodeIndex], on future: PlacementCore, bounded: [Bool]) {
        milliwatts = bounded.indices.map { bounded[$0] ? future.headroom(of: DomainIndex($0)).milliwatts : .max }
        mebibytes = [:]
        for node in reservation {
            mebibytes[node] = future.usage(of: node).numaNodes.map { $0.memory.mebibytesRoundedUp - $0.claimedMemory.mebibytesRoundedUp }
        }
    }

    /// - Parameter own: what it was made beside and who asks need not be kept from.
    func holds(_ need: Need, besides own: Need?) -> Bool {
        need.milliwatts.allSatisfy { domain, watts in
            milliwatts[domain] == .max || watts <= milliwatts[domain] + (own?.milliwatts[domain] ?? 0)
        }
            && need.mebibytes.allSatisfy { node, sides in
                guard let left = mebibytes[node] else { return true }
                return sides.allSatisfy { side, size in size <= left[side] + (own?.mebibytes[node]?[side] ?? 0) }
            }
    }

    mutating func take(_ need: Need) { change(need, by: -1) }
    mutating func giveBack(_ need: Need) { change(need, by: 1) }

    private mutating func change(_ need: Need, by sign: Int) {
        for (domain, watts) in need.milliwatts where milliwatts[domain] != .max { milliwatts[domain] += Int64(sign) * watts }
        for (node, sides) in need.mebibytes { for (side, size) in sides { mebibytes[node]?[side] += sign * size } }
    }
}
