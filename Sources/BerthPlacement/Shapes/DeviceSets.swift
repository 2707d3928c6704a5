import BerthModel

/// The sets of devices of one node that the hardware lets one job hold together, and which of them to take.
///
/// Works on masks of up to 16 devices. Plain and slow: it only fills tables (`ShapeTable`), and stands as their naive twin in tests.
struct DeviceSets: Hashable, Sendable {
    let rule: LegalSetRule
    /// Devices of the node, 0…16.
    let installed: Int
    /// The devices beside each NUMA node; those of unknown locality are a mask of their own.
    let localities: [UInt16]

    init(rule: LegalSetRule, installed: Int, localities: [UInt16]) {
        precondition((0...Limits.devicesPerGroupMax).contains(installed), "a node has 0 to 16 devices of a kind, not \(installed)")
        self.rule = rule
        self.installed = installed
        self.localities = localities.isEmpty && installed > 0 ? [DeviceSets.run(installed)] : localities
    }

    /// The lowest `size` bits, 0…16.
    static func run(_ size: Int) -> UInt16 { UInt16(truncatingIfNeeded: (1 << size) - 1) }

    var all: UInt16 { DeviceSets.run(installed) }

    /// Counts that one job may ask of the node, ascending.
    var sizes: [Int] { rule.requestableCounts(installed: installed) }

    /// Every subset is legal: the devices of a node meet in one switch. Rules over several nodes bind which nodes, not which devices.
    private var isFree: Bool {
        switch rule {
        case .any, .clique, .allToAll: true
        case .alignedBlock, .ring, .line, .nodeSet: false
        }
    }

    /// All legal sets of this size on the empty node; nil where every subset is legal.
    func sets(of size: Int) -> [UInt16]? {
        guard !isFree else { return nil }
        guard sizes.contains(size) else { return [] }
        let start = DeviceSets.run(size)
        switch rule {
        case .alignedBlock, .nodeSet: return (0..<installed / size).map { start << UInt16($0 * size) }
        case .line: return (0...installed - size).map { start << UInt16($0) }
        case .ring:
            guard size < installed else { return [all] }
            let twice = UInt32(start)
            return (0..<installed).map { shift in
                let turned = twice << UInt32(shift)
                return UInt16(truncatingIfNeeded: turned | turned >> UInt32(installed)) & all
            }
        case .any, .clique, .allToAll: return nil
        }
    }

    /// NUMA nodes that a set touches, unknown locality counted as one.
    func straddled(by set: UInt16) -> Int { localities.count { $0 & set != 0 } }

    /// The fewest NUMA nodes that a set of this size touches on the empty node.
    func leastStraddled(by size: Int) -> Int { choose(size, from: all).map(straddled) ?? 0 }

    /// The best legal set of `size` free devices: fewest NUMA nodes, then the one that breaks up least, then the lowest.
    ///
    /// One-, two- and four-device jobs thereby gather on one socket of an eight-GPU node and leave the other whole.
    /// - Returns: nil when the free devices hold no legal set of that size.
    func choose(_ size: Int, from free: UInt16) -> UInt16? {
        guard size > 0, free.nonzeroBitCount >= size else { return nil }
        guard let legal = sets(of: size) else { return chooseAny(size, from: free) }
        var best: (set: UInt16, cost: Int)?
        for set in legal where set & ~free == 0 {
            let cost = straddled(by: set) << 8 + around(set, in: free)
            if cost < best?.cost ?? .max { best = (set, cost) }
        }
        return best?.set
    }

    /// Free devices that touch the set or its larger blocks: the fewer, the less it breaks up.
    private func around(_ set: UInt16, in free: UInt16) -> Int {
        switch rule {
        case .ring, .line: return runAround(set, in: free).nonzeroBitCount
        default:
            var sum = 0
            for size in sizes where size > set.nonzeroBitCount {
                let block = DeviceSets.run(size) << UInt16(set.trailingZeroBitCount / size * size)
                sum += (block & free).nonzeroBitCount
            }
            return sum
        }
    }

    /// The run of free devices that a contiguous set lies in.
    private func runAround(_ set: UInt16, in free: UInt16) -> UInt16 {
        var run = set
        while true {
            let wider = (run | neighbours(of: run)) & free
            if wider == run { return run }
            run = wider
        }
    }

    private func neighbours(of set: UInt16) -> UInt16 {
        var wide = (set << 1 | set >> 1) & all
        guard rule == .ring, installed > 1 else { return wide }
        if set >> UInt16(installed - 1) & 1 == 1 { wide |= 1 }
        if set & 1 == 1 { wide |= 1 << UInt16(installed - 1) }
        return wide
    }

    /// Where every subset is legal: whole localities, largest first, until the rest fits one; then the tightest that holds the rest.
    private func chooseAny(_ size: Int, from free: UInt16) -> UInt16 {
        if localities.count == 1 { return DeviceSets.lowest(size, of: free) }
        var chosen: UInt16 = 0
        var rest = localities.map { $0 & free }.filter { $0 != 0 }
        while chosen.nonzeroBitCount < size {
            let missing = size - chosen.nonzeroBitCount
            if let tightest = rest.filter({ $0.nonzeroBitCount >= missing }).min(by: { $0.nonzeroBitCount < $1.nonzeroBitCount }) {
                return chosen | DeviceSets.lowest(missing, of: tightest)
            }
            guard let largest = rest.max(by: { $0.nonzeroBitCount < $1.nonzeroBitCount }) else { break }
            chosen |= largest
            rest.removeAll { $0 == largest }
        }
        return chosen
    }

    private static func lowest(_ count: Int, of set: UInt16) -> UInt16 {
        var rest = set
        for _ in 0..<count { rest &= rest &- 1 }
        return set & ~rest
    }

    /// How many disjoint legal sets of this size the free devices hold.
    func count(of size: Int, in free: UInt16) -> Int {
        guard size > 0 else { return 0 }
        guard let legal = sets(of: size) else { return free.nonzeroBitCount / size }
        switch rule {
        case .ring, .line:
            guard sizes.contains(size) else { return 0 }
            var (rest, sum) = (free, 0)
            while rest != 0 {
                let run = runAround(rest & (~rest &+ 1), in: free)
                sum += run.nonzeroBitCount / size
                rest &= ~run
            }
            return sum
        default: return legal.count { $0 & ~free == 0 }
        }
    }
}
