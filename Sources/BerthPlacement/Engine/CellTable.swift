/// One cell as the hot path reads it.
struct CellTable: BitwiseCopyable {
    var type: Int32
    var firstBlock: Int32
    var blockCount: Int32
    /// Where its hints stand among the index words:
    ///
    ///     +p          joint set of bucket p: classes that some node with the watts has, p in 0…31
    ///     +32 + p     blocks that have a node with the watts of bucket p
    ///     +64         labels of its nodes, modulo 64
    ///     +64 + c     blocks that have a node of class c, c above 0
    var hints: Int32
    /// The pool of all its blocks; -1 where they have several.
    var pool: Int32
    /// Where its hints of shared boards stand: for each kind of room the blocks that have it; -1 where boards are not shared.
    var rooms: Int32
    /// Where its ceilings stand: for each bucket of watts the most that a node in it may draw.
    var ceilings: Int32
    /// The last bucket of watts that a search on its nodes tells apart.
    var top: Int32

    static let power = PowerBucket.count
    static let classes = power + PowerBucket.count
}

/// One block as the hot path reads it.
struct BlockTable: BitwiseCopyable {
    var cell: Int32
    var bit: Int32
    /// Where its hints stand: for each class above 0 the set of its nodes; first the labels of its nodes, modulo 64.
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
    /// Where its hints of shared boards stand: for each kind of room the set of its nodes; -1 where boards are not shared.
    var rooms: Int32
    /// Where the words of its boards stand; -1 where boards are not shared.
    var boards: Int32
    /// Where the `CoreWord`s of its first node stand.
    var cores: Int32
    /// Where its ceilings stand, as those of its cell.
    var ceilings: Int32
    /// As that of its cell.
    var top: Int32
}
