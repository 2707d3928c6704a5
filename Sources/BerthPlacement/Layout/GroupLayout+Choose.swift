extension GroupLayout {
    /// The best legal set of `count` free devices: fewest NUMA nodes, then the one that breaks up least, then the lowest.
    ///
    /// One-, two- and four-device jobs thereby gather on one socket of an eight-GPU node and leave the other whole.
    /// - Returns: nil when the free devices hold no legal set of that size.
    func choose(_ count: Int, from free: UInt16) -> UInt16? {
        guard count > 0 else { return 0 }
        guard sets.isSupported else { return nil }
        guard let legal = sets.sets(of: count, in: free) else { return chooseAny(count, from: free) }
        return legal.min { (straddled(by: $0), sets.freeAround($0, in: free), $0) < (straddled(by: $1), sets.freeAround($1, in: free), $1) }
    }

    /// Where every subset is legal: whole localities, largest first, until the rest fits one; then the tightest that holds the rest.
    private func chooseAny(_ count: Int, from free: UInt16) -> UInt16? {
        guard free.nonzeroBitCount >= count else { return nil }
        var chosen: UInt16 = 0
        var rest = localities.map { $0.devices & free }.filter { $0 != 0 }
        while chosen.nonzeroBitCount < count {
            let missing = count - chosen.nonzeroBitCount
            if let tightest = rest.filter({ $0.nonzeroBitCount >= missing }).min(by: { $0.nonzeroBitCount < $1.nonzeroBitCount }) {
                return chosen | GroupLayout.lowest(missing, of: tightest)
            }
            guard let largest = rest.max(by: { $0.nonzeroBitCount < $1.nonzeroBitCount }) else { return nil }
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
}
