import BerthModel
import BerthPlacement

/// How many devices of each kind one thread keeps in use, and how many it has.
struct KindTargets: Sendable {
    private let targets: [Int]
    private(set) var used: [Int]

    init(_ fleet: MixedFleet, utilisation: Double, threads: Int) {
        var devices = [Int](repeating: 0, count: fleet.kinds.count)
        for node in fleet.fleet.nodes {
            let type = fleet.fleet.types[node.type]
            if let kind = type.kind { devices[kind] += type.devices }
        }
        targets = devices.map { Int(Double($0) * utilisation) / threads }
        used = devices.map { _ in 0 }
    }

    /// A kind that is below its target; -1 when none is.
    @inline(__always)
    func pick(_ random: inout SplitMix) -> Int {
        var kind = random.below(used.count)
        for _ in 0..<used.count {
            if used[kind] < targets[kind] { return kind }
            kind = kind + 1 == used.count ? 0 : kind + 1
        }
        return -1
    }

    @inline(__always)
    mutating func add(_ devices: Int, to kind: Int) { used[kind] += devices }
}
