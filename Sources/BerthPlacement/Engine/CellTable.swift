/// One cell as the hot path reads it.
struct CellTable: BitwiseCopyable {
    var type: Int32
    var firstBlock: Int32
    /// Where its hints stand among the index words:
    ///
    ///     +0          set of classes that some block has
    ///     +16 + p     blocks with at least the watts of bucket p, p in 0…31
    ///     +48 + c     blocks that have class c
    var hints: Int32
    /// Its bit among the cells of its type.
    var bit: Int32

    static let power = 16
    static let classes = power + PowerBucket.count
}

/// One block as the hot path reads it.
struct BlockTable: BitwiseCopyable {
    var cell: Int32
    var bit: Int32
    /// Where its hints stand: for each class the set of its nodes.
    var hints: Int32
    /// Headroom word of its middle domain; -1 for none.
    var middle: Int32
    var pool: Int32
    /// Its leaf domains stand at `firstLeaf..<firstLeaf + leafCount` of `leavesOfBlocks`.
    var firstLeaf: Int32
    var leafCount: Int32
}

/// The fourth word of a node: where it hangs. Never changes.
///
///     63 type 52 | 51 pool 40 | 39 middle 20 | 19 leaf 0
///
/// Leaf and middle are headroom words + 1; 0 for none.
struct PlaceWord {
    var bits: UInt64

    @inline(__always) init(bits: UInt64) { self.bits = bits }

    init(type: Int, pool: Int, middle: Int?, leaf: Int?) {
        precondition(type < 1 << 12 && pool < 1 << 12 && (middle ?? 0) < 1 << 20 - 1 && (leaf ?? 0) < 1 << 20 - 1, "the fleet has too many domains")
        bits = UInt64(type) << 52 | UInt64(pool) << 40 | UInt64(middle.map { $0 + 1 } ?? 0) << 20 | UInt64(leaf.map { $0 + 1 } ?? 0)
    }

    @inline(__always) var type: Int { Int(bits >> 52) }
    @inline(__always) var pool: Int { Int(bits >> 40 & 0xFFF) }
    /// -1 for none.
    @inline(__always) var middle: Int { Int(bits >> 20 & 0xF_FFFF) &- 1 }
    @inline(__always) var leaf: Int { Int(bits & 0xF_FFFF) &- 1 }
}
