/// What a member takes of each NUMA node: beside its devices in proportion to them, what does not fit there on the other.
enum SideSplit {
    /// - Returns: nil when both NUMA nodes together have not enough.
    @inline(__always)
    static func split(_ request: ClaimRequest, _ beside: (UInt16, UInt16), _ devices: UInt16, _ free: SideWord) -> SideWord? {
        let here = (devices & beside.0).nonzeroBitCount
        let there = (devices & beside.1).nonzeroBitCount
        let (cores, mebibytes) = (Int(request.cores), Int(request.mebibytes))
        // Nearly always: all devices on one NUMA node, which has the cores and the memory.
        if (here == 0) != (there == 0) {
            let numaNode = here == 0 ? 1 : 0
            if free.cores(numaNode) >= cores, free.mebibytes(numaNode) >= mebibytes {
                return SideWord(cores: cores, mebibytes: mebibytes, on: numaNode)
            }
        }
        return spread(cores, mebibytes, here, there, free)
    }

    /// An amount of memory alone, near devices or a core.
    /// - Parameter near: how many of them are beside each NUMA node.
    static func split(_ mebibytes: Int, _ near: (Int, Int), _ free: SideWord) -> SideWord? {
        guard let here = share(mebibytes, near.0, near.1, free.mebibytes(0), free.mebibytes(1)) else { return nil }
        return SideWord(cores: 0, mebibytes: here, on: 0) + SideWord(cores: 0, mebibytes: mebibytes - here, on: 1)
    }

    @inline(never)
    private static func spread(_ cores: Int, _ mebibytes: Int, _ here: Int, _ there: Int, _ free: SideWord) -> SideWord? {
        guard let coresHere = share(cores, here, there, free.cores(0), free.cores(1)) else { return nil }
        // Without devices of known locality the memory goes beside the cores.
        let (near, far) = here + there > 0 ? (here, there) : (coresHere, cores - coresHere)
        guard let mebibytesHere = share(mebibytes, near, far, free.mebibytes(0), free.mebibytes(1)) else { return nil }
        return SideWord(cores: coresHere, mebibytes: mebibytesHere, on: 0)
            + SideWord(cores: cores - coresHere, mebibytes: mebibytes - mebibytesHere, on: 1)
    }

    /// How much of an amount NUMA node 0 gives; nil when both have not enough. Without devices of known locality it is kept together
    /// on the tighter of the two that holds it.
    private static func share(_ total: Int, _ here: Int, _ there: Int, _ first: Int, _ second: Int) -> Int? {
        guard first + second >= total else { return nil }
        let wanted: Int
        if here + there > 0 {
            wanted = (total * here + there) / (here + there)
        } else {
            switch (first >= total, second >= total) {
            case (true, true): wanted = first <= second ? total : 0
            case (true, false): wanted = total
            case (false, true): wanted = 0
            case (false, false): wanted = first
            }
        }
        return max(total - second, min(wanted, first, total))
    }
}
