import BerthModel

/// The sets of devices of one group that a job may hold together, as masks computed once.
struct LegalSets: Sendable {
    /// False for rules that this version lists but cannot place.
    let isSupported: Bool
    /// Set sizes that a job may ask for, ascending.
    let sizes: [Int]
    /// Masks of each size, lowest first; nil where every subset is legal.
    private let blocks: [Int: [UInt16]]?

    init(rule: LegalSetRule, installed: Int) {
        isSupported = rule.isSupported
        sizes = rule.requestableCounts(installed: installed)
        if case .alignedBlock = rule {
            blocks = Dictionary(
                uniqueKeysWithValues: sizes.map { size in
                    (size, (0..<installed / size).map { LegalSets.run(of: size) << UInt16($0 * size) })
                })
        } else {
            blocks = nil
        }
    }

    /// A mask of the lowest `size` bits, 0…16.
    static func run(of size: Int) -> UInt16 { UInt16((UInt32(1) << UInt32(size)) - 1) }

    /// How many disjoint sets of this size the free devices hold.
    func count(of size: Int, in free: UInt16) -> Int {
        guard isSupported, let blocks else { return isSupported ? free.nonzeroBitCount / size : 0 }
        return blocks[size, default: []].count { $0 & ~free == 0 }
    }

    /// The legal sets of this size among the free devices; nil where every subset is legal.
    func sets(of size: Int, in free: UInt16) -> [UInt16]? {
        blocks?[size, default: []].filter { $0 & ~free == 0 }
    }

    /// Free devices in the larger blocks around a set: the fewer, the less the set breaks up.
    func freeAround(_ set: UInt16, in free: UInt16) -> Int {
        guard let blocks else { return 0 }
        return sizes.reduce(0) { sum, size in
            guard size > set.nonzeroBitCount, let around = blocks[size]?.first(where: { set & ~$0 == 0 }) else { return sum }
            return sum + (around & free).nonzeroBitCount
        }
    }
}
