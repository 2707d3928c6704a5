/// Whole cores of the first two NUMA nodes of a host, or one part of a core, in 40 bytes.
///
/// `words[2n + i]` has the cores 64i…64i + 63 of NUMA node n. Sockets of up to 128 cores fit; a list that does not is kept as it is by
/// whoever has it.
public struct CoreMasks: Hashable, Sendable {
    public static let numaNodesMax = 2
    public static let coresMax = 128

    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    /// A part of one core, and then no whole ones: eighths << 16 | NUMA node << 8 | core; 0 for none.
    private var partWord: UInt32 = 0

    public init() {}

    /// One part of a core.
    public init(part: MemberPlacement.Core) {
        precondition(CoreMasks.holds(part) && 1..<8 ~= part.eighths, "\(part) is no part of a core")
        partWord = UInt32(part.eighths) << 16 | UInt32(part.numaNode) << 8 | UInt32(part.core)
    }

    /// - Parameter list: nil is made of one that does not ascend, or has parts of several cores or of cores beside whole ones.
    public init?(_ list: [MemberPlacement.Core]) {
        if list.count == 1, CoreMasks.holds(list[0]), 1..<8 ~= list[0].eighths {
            self.init(part: list[0])
            return
        }
        self.init()
        var last = -1
        for core in list {
            guard core.eighths == 8, CoreMasks.holds(core), last < core.numaNode * CoreMasks.coresMax + core.core else { return nil }
            last = core.numaNode * CoreMasks.coresMax + core.core
            self[last / 64] |= 1 << UInt64(last % 64)
        }
    }

    private static func holds(_ core: MemberPlacement.Core) -> Bool {
        0..<numaNodesMax ~= core.numaNode && 0..<coresMax ~= core.core
    }

    /// - Precondition: 0…3.
    public subscript(word: Int) -> UInt64 {
        get {
            switch word {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            case 3: words.3
            default: preconditionFailure("cores have four words, not \(word + 1)")
            }
        }
        set {
            switch word {
            case 0: words.0 = newValue
            case 1: words.1 = newValue
            case 2: words.2 = newValue
            case 3: words.3 = newValue
            default: preconditionFailure("cores have four words, not \(word + 1)")
            }
        }
    }

    /// Nil for whole cores.
    public var part: MemberPlacement.Core? {
        partWord == 0
            ? nil
            : MemberPlacement.Core(numaNode: Int(partWord >> 8 & 0xFF), core: Int(partWord & 0xFF), eighths: Int(partWord >> 16))
    }

    public var wholeCount: Int {
        words.0.nonzeroBitCount + words.1.nonzeroBitCount + words.2.nonzeroBitCount + words.3.nonzeroBitCount
    }

    public static func == (left: CoreMasks, right: CoreMasks) -> Bool { left.words == right.words && left.partWord == right.partWord }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
        hasher.combine(partWord)
    }

    /// Ascending.
    public var list: [MemberPlacement.Core] {
        if let part { return [part] }
        var list: [MemberPlacement.Core] = []
        list.reserveCapacity(wholeCount)
        for word in 0..<4 {
            var rest = self[word]
            while rest != 0 {
                list.append(MemberPlacement.Core(numaNode: word / 2, core: word % 2 * 64 + rest.trailingZeroBitCount, eighths: 8))
                rest &= rest &- 1
            }
        }
        return list
    }
}
