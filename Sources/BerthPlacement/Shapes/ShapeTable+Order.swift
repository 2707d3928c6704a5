extension ShapeTable {
    /// The classes to try for a count, in tiers: those of a tier from the lowest up, then the next tier. Bit c of a tier is class c.
    /// - Complexity: O(masks).
    func tiers(for size: Int, by objective: Objective) -> [UInt64] {
        // Cores alone go where they keep the fewest devices from having cores.
        if size == 0 { return [(1..<classCount).reduce(0) { $0 | 1 << UInt64($1) }] }
        if rows[size] < 0 { return [] }
        return switch objective {
        case .bestFit, .leastWatts: bestFitTiers(size)
        case .leastFragmentation: leastFragmentationTiers(size)
        }
    }

    /// For each of 64 classes the most members of a count that some mask of it holds; of cores alone as many as a byte tells.
    func capacities(for size: Int) -> [UInt8] {
        var most = [UInt8](repeating: size == 0 ? .max : 0, count: ShapeTable.classesMax)
        guard size > 0, rows[size] >= 0 else { return most }
        for mask in 0..<(1 << width) {
            most[Int(classes[mask])] = max(most[Int(classes[mask])], UInt8(sets.count(of: size, in: UInt16(mask))))
        }
        return most
    }

    /// First the classes of which every mask serves the count without touching more NUMA nodes than it must; then those of which
    /// some do, or not as well.
    private func bestFitTiers(_ size: Int) -> [UInt64] {
        let least = sets.leastStraddled(by: size)
        var (any, poor): (UInt64, UInt64) = (0, 0)
        for mask in 0..<(1 << width) where mask != 0 {
            let bit: UInt64 = 1 << UInt64(classes[mask])
            let set = pick(size, from: UInt16(mask))
            if set != 0 { any |= bit }
            if set == 0 || sets.straddled(by: set) > least { poor |= bit }
        }
        return [any & ~poor, any & poor].filter { $0 != 0 }
    }

    /// By how much a placement of the count adds to the fragmentation of a node of the class, on average over its masks.
    ///
    /// Fragmentation of a mask is the number of its free devices that a job cannot use, averaged over the counts a job may ask
    /// (FGD: Weng et al., "Beware of Fragmentation", USENIX ATC 2023; here on shapes instead of shares of GPUs).
    private func leastFragmentationTiers(_ size: Int) -> [UInt64] {
        let fragmentation = (0..<(1 << width)).map { mask in
            sets.sizes.reduce(0) { $0 + mask.nonzeroBitCount - sets.count(of: $1, in: UInt16(mask)) * $1 }
        }
        var sums = [Int](repeating: 0, count: classCount)
        var counts = sums
        for mask in 0..<(1 << width) where mask != 0 {
            let set = pick(size, from: UInt16(mask))
            guard set != 0 else { continue }
            sums[Int(classes[mask])] += fragmentation[mask & ~Int(set)] - fragmentation[mask]
            counts[Int(classes[mask])] += 1
        }
        let order = (1..<classCount).filter { counts[$0] > 0 }.sorted {
            // Averages by cross-multiplication: no rounding.
            (sums[$0] * counts[$1], $0) < (sums[$1] * counts[$0], $1)
        }
        var tiers: [UInt64] = []
        var last = Int.max
        for number in order {
            if number > last { tiers[tiers.count - 1] |= 1 << UInt64(number) } else { tiers.append(1 << UInt64(number)) }
            last = number
        }
        return tiers
    }
}
