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
    /// The pool of all its blocks; -1 where they have several.
    var pool: Int32

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
    /// The headroom words of its leaf domains stand at `firstLeaf..<firstLeaf + leafCount` of `leavesOfBlocks`.
    var firstLeaf: Int32
    var leafCount: Int32
    var type: Int32
    /// Where its power hints stand: for each bucket the set of its nodes whose leaf domain has the watts.
    var power: Int32
    /// Whether one of its leaf domains reaches into other blocks.
    var sharesLeaves: Bool
}
