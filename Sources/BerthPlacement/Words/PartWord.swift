/// Cores of one node that are shared by parts of cores: for each of 16 slots the eighths that are taken.
///
///     63 slot 15 60 | ... | 3 slot 0 0
///
/// Slots 0 to 7 are of NUMA node 0, 8 to 15 of NUMA node 1. A slot at 0 is closed: it stands for no core. Whoever opens one takes a
/// whole core out of the `SideWord` first; whoever brings one down to 0 has closed it in the same exchange, and then gives the core
/// back. Between the two steps the core belongs to nobody else, so neither can be seen half done.
struct PartWord: Hashable, Sendable {
    var bits: UInt64

    @inline(__always) init(bits: UInt64) { self.bits = bits }

    static let slotsPerNUMANode = 8
    /// Eighths of a whole core.
    static let whole = 8

    func eighths(of slot: Int) -> Int { Int(bits >> UInt64(slot * 4) & 0xF) }

    /// The fullest open slot of a NUMA node on which `eighths` still fit: small jobs gather instead of breaking free cores.
    func openSlot(_ numaNode: Int, fitting eighths: Int) -> Int? {
        slots(of: numaNode).filter { (1...PartWord.whole - eighths).contains(self.eighths(of: $0)) }
            .max { (self.eighths(of: $0), $1) < (self.eighths(of: $1), $0) }
    }

    func closedSlot(_ numaNode: Int) -> Int? { slots(of: numaNode).first { eighths(of: $0) == 0 } }

    private func slots(of numaNode: Int) -> Range<Int> {
        numaNode * PartWord.slotsPerNUMANode..<(numaNode + 1) * PartWord.slotsPerNUMANode
    }

    func adding(_ eighths: Int, to slot: Int) -> PartWord { PartWord(bits: bits + UInt64(eighths) << UInt64(slot * 4)) }
    func taking(_ eighths: Int, from slot: Int) -> PartWord { PartWord(bits: bits - UInt64(eighths) << UInt64(slot * 4)) }

    var openCount: Int { (0..<16).count { eighths(of: $0) > 0 } }
    var takenEighths: Int { (0..<16).reduce(0) { $0 + eighths(of: $1) } }
}
