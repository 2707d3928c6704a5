/// What a member takes of each NUMA node: beside its devices in proportion to them, what does not fit there on the other.
struct SideSplit {
    var first: SideWord
    var second: SideWord

    /// - Returns: nil when both together have not enough.
    @inline(__always)
    init?(_ request: ClaimRequest, _ type: TypeTable, _ devices: UInt16, _ first: SideWord, _ second: SideWord) {
        let here = (devices & type.devicesOfNUMANode.0).nonzeroBitCount
        let there = (devices & type.devicesOfNUMANode.1).nonzeroBitCount
        let (cores, mebibytes) = (Int(request.cores), Int(request.mebibytes))
        if request.eighths == 0 {
            // Nearly always: all devices on one NUMA node, which has the cores and the memory.
            if there == 0, here > 0, first.cores >= cores, first.mebibytes >= mebibytes {
                self.init(first: SideWord(cores: cores, mebibytes: mebibytes), second: SideWord(bits: 0))
                return
            }
            if here == 0, there > 0, second.cores >= cores, second.mebibytes >= mebibytes {
                self.init(first: SideWord(bits: 0), second: SideWord(cores: cores, mebibytes: mebibytes))
                return
            }
        }
        self.init(spread: request, here, there, first, second)
    }

    @inline(__always)
    private init(first: SideWord, second: SideWord) {
        self.first = first
        self.second = second
    }

    @inline(never)
    private init?(spread request: ClaimRequest, _ here: Int, _ there: Int, _ first: SideWord, _ second: SideWord) {
        let (cores, mebibytes) = (Int(request.cores), Int(request.mebibytes))
        if request.eighths > 0 {
            // A part of a core lies on one NUMA node, and so does its memory.
            let firstPart = first.part(Int(request.eighths), mebibytes: mebibytes)
            let secondPart = second.part(Int(request.eighths), mebibytes: mebibytes)
            let prefersSecond = there > here
            guard let part = prefersSecond ? secondPart ?? firstPart : firstPart ?? secondPart else { return nil }
            let onSecond = prefersSecond ? secondPart != nil : firstPart == nil
            self.first = onSecond ? SideWord(bits: 0) : part
            self.second = onSecond ? part : SideWord(bits: 0)
            return
        }
        guard let coresHere = SideSplit.share(cores, here, there, first.cores, second.cores),
            let mebibytesHere = SideSplit.share(mebibytes, here, there, first.mebibytes, second.mebibytes)
        else { return nil }
        self.first = SideWord(cores: coresHere, mebibytes: mebibytesHere)
        self.second = SideWord(cores: cores - coresHere, mebibytes: mebibytes - mebibytesHere)
    }

    /// How much of an amount the first NUMA node gives; nil when both have not enough. Without devices of known locality it is kept
    /// together on the tighter of the two that holds it.
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
