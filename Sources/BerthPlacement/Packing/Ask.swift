/// A need on the nodes of one kind of seat.
struct Ask: BitwiseCopyable, Sendable {
    /// The option's place among ranks of preference; -1 where no option can stand on such a node.
    var rank: Int16 = -1
    /// The option of the need.
    var option: Int16 = 0
    var count: Int32 = 0
    /// Thousandths of each device; below 1000 only for one.
    var milli: Int32 = 0
    var cores: Int32 = 0
    var mebibytes: Int32 = 0
    /// What it draws by itself, and what comes on top where it opens a board, in milliwatts.
    var milliwatts: Int64 = 0
    var boardMilliwatts: Int64 = 0
    /// Watts of devices that become busy where it stands on free ones.
    var openWatts: Float = 0

    var isShared: Bool { milli < 1000 && count > 0 }
}
