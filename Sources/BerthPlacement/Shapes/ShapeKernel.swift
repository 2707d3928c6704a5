import BerthModel

/// Classes and picks of the common rules by arithmetic on the mask: the tables of 16 devices fill the cache that the nodes need.
///
/// `ShapeTable` is the definition; a kernel gives the same answers (tests compare them for every mask), or is not used.
enum ShapeKernel: Int32, BitwiseCopyable {
    /// Look it up by mask.
    case table
    /// Every subset of devices in at most two localities: a class depends on how many are free in each.
    case localities
    /// Sixteen devices in blocks of 1, 4, 8 and 16: a class depends on which blocks of 4 are free, and how many devices.
    case quads

    static let countStride = 17
    /// Up to here the tables are small enough to stay in the nearest cache.
    private static let tableWidthMax = 8

    init(_ sets: DeviceSets) {
        switch sets.rule {
        case .any, .clique, .allToAll:
            self = sets.installed > ShapeKernel.tableWidthMax && sets.localities.count <= 2 ? .localities : .table
        case .alignedBlock, .nodeSet:
            self = sets.installed == 16 && sets.sizes.filter { sets.sets(of: $0)?.isEmpty == false } == [1, 4, 8, 16] ? .quads : .table
        case .ring, .line: self = .table
        }
    }

    /// What a class depends on.
    @inline(__always)
    func index(_ free: UInt16, _ locality: UInt16) -> Int {
        switch self {
        case .table: return Int(free)
        case .localities:
            let here = (free & locality).nonzeroBitCount
            return here &* ShapeKernel.countStride &+ (free.nonzeroBitCount &- here)
        case .quads:
            let pairs = free & free >> 1
            let quads = pairs & pairs >> 2 & 0x1111
            return Int((quads | quads >> 3 | quads >> 6 | quads >> 9) & 0xF) &* ShapeKernel.countStride &+ free.nonzeroBitCount
        }
    }

    /// The devices to take; 0 when no legal set is free. Not for `.table`.
    /// - Parameter locality: the first of the localities.
    @inline(__always)
    func pick(_ size: Int, from free: UInt16, _ locality: UInt16) -> UInt16 {
        self == .localities ? ShapeKernel.pickAny(size, free, locality) : ShapeKernel.pickBlock(size, free)
    }

    @inline(__always)
    private static func pickAny(_ size: Int, _ free: UInt16, _ locality: UInt16) -> UInt16 {
        let (first, second) = (free & locality, free & ~locality)
        let (here, there) = (first.nonzeroBitCount, second.nonzeroBitCount)
        if here >= size, there < size || here <= there { return lowest(size, first) }
        if there >= size { return lowest(size, second) }
        if here &+ there < size { return 0 }
        // The larger as a whole, the rest from the other.
        return here >= there ? first | lowest(size &- here, second) : second | lowest(size &- there, first)
    }

    @inline(__always)
    private static func lowest(_ count: Int, _ set: UInt16) -> UInt16 {
        var rest = set
        for _ in 0..<count { rest &= rest &- 1 }
        return set & ~rest
    }

    @inline(__always)
    private static func pickBlock(_ size: Int, _ free: UInt16) -> UInt16 {
        switch size {
        case 16: return free == 0xFFFF ? free : 0
        case 8: return free & 0xFF == 0xFF ? 0xFF : free >> 8 == 0xFF ? 0xFF00 : 0
        case 4, 1:
            // Counts of the blocks of 4 and of the halves, side by side: the processor that a plain build aims at has no instruction
            // for it.
            let pairs = free &- (free >> 1 & 0x5555)
            let counts = (pairs & 0x3333) &+ (pairs >> 2 & 0x3333)
            let halves = (counts &+ counts >> 4) & 0x0F0F
            // The block of 4 that has, with its half, the fewest free devices: the one that is broken up most already.
            var (least, best): (UInt16, UInt16) = (.max, 0)
            for quad: UInt16 in 0..<4 {
                let count = counts >> (quad &* 4) & 0xF
                let cost = (size == 4 ? 0 : count) &+ (halves >> (quad / 2 &* 8) & 0xFF)
                if count >= size, cost < least { (least, best) = (cost, 0xF << (quad &* 4)) }
            }
            let devices = free & best
            return size == 4 ? devices : devices & (0 &- devices)
        default: return 0
        }
    }
}
