/// The memory of one NUMA node that is taken, in MiB. What it holds in all is fixed and stands in the layout.
package struct MemoryWord: Hashable, Sendable {
    package var bits: UInt64

    package init(bits: UInt64) { self.bits = bits }

    package var taken: Int { Int(bits) }

    /// - Returns: nil when less than `mebibytes` is left of `capacity`.
    package func claiming(_ mebibytes: Int, of capacity: Int) -> MemoryWord? {
        guard mebibytes <= capacity - taken else { return nil }
        return MemoryWord(bits: bits + UInt64(mebibytes))
    }

    /// - Returns: nil when less is taken than is given back.
    package func freeing(_ mebibytes: Int) -> MemoryWord? {
        guard mebibytes <= taken else { return nil }
        return MemoryWord(bits: bits - UInt64(mebibytes))
    }
}
