import BerthModel

/// All that a placement asks about the free devices of one node, computed once for every mask: the class that the index files it
/// under, the devices to take for each count, and the order in which classes are tried.
///
/// Classes run from tight to loose: the lower the class, the less a node of it can still hold. Best fit is then the lowest class
/// that serves a count.
struct ShapeTable: Sendable {
    let sets: DeviceSets
    /// Bits of a mask.
    var width: Int { sets.installed }
    /// For each mask of free devices of an admitting node its class: 1 where nothing is free, up to `classCount - 1`. Class 0 is left to
    /// nodes that do not admit.
    let classes: [UInt8]
    let classCount: Int
    /// Position of each requestable count among the rows of `picks`; -1 for a count that no job may ask, 0…16.
    let rows: [Int]
    let kernel: ShapeKernel
    /// `[row][mask]`: the devices to take; 0 where no legal set is free. Empty where the kernel picks.
    let picks: [UInt16]

    /// One word holds a set of classes.
    static let classesMax = 64

    init(_ sets: DeviceSets) {
        self.sets = sets
        let masks = 1 << sets.installed
        (classes, classCount) = ShapeTable.classify(sets)
        var rows = [Int](repeating: -1, count: Limits.devicesPerGroupMax + 1)
        var picks: [UInt16] = []
        picks.reserveCapacity(masks * sets.sizes.count)
        kernel = ShapeKernel(sets)
        for (row, size) in sets.sizes.enumerated() {
            rows[size] = row
            if kernel == .table { for mask in 0..<masks { picks.append(sets.choose(size, from: UInt16(mask)) ?? 0) } }
        }
        self.rows = rows
        self.picks = picks
    }

    func pick(_ size: Int, from mask: UInt16) -> UInt16 {
        if rows[size] < 0 { return 0 }
        if kernel != .table { return kernel.pick(size, from: mask, sets.localities.first ?? 0) }
        return picks[rows[size] << width + Int(mask)]
    }

    /// What two masks must have in common to share a class: what can still be placed, largest sets first.
    private static func signature(_ mask: UInt16, _ sets: DeviceSets) -> [Int] {
        let total = mask.nonzeroBitCount
        switch sets.rule {
        case .any, .clique, .allToAll:
            return sets.localities.map { ($0 & mask).nonzeroBitCount }.sorted(by: >).prefix(2) + [total]
        case .ring, .line:
            let longest = sets.sizes.last { sets.count(of: $0, in: mask) > 0 } ?? 0
            return [longest, total]
        case .alignedBlock, .nodeSet:
            return [16, 8, 4].map { sets.count(of: $0, in: mask) } + [total]
        }
    }

    /// Numbers the signatures in ascending order; where there are more than `classesMax`, the totals are told apart less finely.
    private static func classify(_ sets: DeviceSets) -> (classes: [UInt8], count: Int) {
        let signatures = (0..<(1 << sets.installed)).map { $0 == 0 ? [] : signature(UInt16($0), sets) }
        var coarseness = 1
        while true {
            func coarse(_ signature: [Int]) -> [Int] { signature.dropLast() + [(signature.last ?? 0) / coarseness] }
            let distinct = Set(signatures.dropFirst().map(coarse)).sorted { $0.lexicographicallyPrecedes($1) }
            guard distinct.count + 2 <= classesMax else {
                coarseness += 1
                continue
            }
            let numbers = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, UInt8($0 + 2)) })
            return (signatures.map { $0.isEmpty ? 1 : numbers[coarse($0)] ?? 1 }, distinct.count + 2)
        }
    }
}
