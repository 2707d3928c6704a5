/// What tenants have taken of one shared board. Two boards share a 64-bit word.
///
///     31 30 mode | 29 0                                   0: closed, and then all bits are 0
///     31 30 mode | 12 media | 11 8 compute | 7 memory 0    1: cut into MIG instances
///     31 30 mode | 29 thousandths 20 | 19 MiB 0            2: shared in time, 0…1,000 and up to 1 TiB - 1 MiB
///
/// A closed board stands for no tenant, and its device is free or somebody's alone. Whoever opens a board takes its device out of the
/// `DeviceWord` first; whoever takes the last tenant away has closed it in the same exchange, and then gives the device back. Between
/// the two steps the device belongs to nobody else, so neither can be seen half done.
struct BoardWord: Hashable, Sendable {
    enum Mode: UInt32 { case closed, instances, thousandths }

    var bits: UInt32

    init(bits: UInt32) { self.bits = bits }

    static let mebibytesMax = 1 << 20 - 1
    static let whole = 1000
    private static let modeShift: UInt32 = 30
    private static let mediaBit: UInt32 = 1 << 12

    var mode: Mode { Mode(rawValue: bits >> BoardWord.modeShift) ?? .closed }
    var memory: UInt8 { UInt8(truncatingIfNeeded: bits) }
    var compute: Int { Int(bits >> 8 & 0xF) }
    var hasMedia: Bool { bits & BoardWord.mediaBit != 0 }
    var thousandths: Int { Int(bits >> 20 & 0x3FF) }
    var mebibytes: Int { Int(bits & 0xF_FFFF) }

    /// What an instance of a profile takes, wherever it begins: compute slices, memory slices from 0 on, media engines.
    static func instance(compute: Int, memorySlices: Int, hasMedia: Bool, start: Int) -> BoardWord {
        BoardWord(bits: (hasMedia ? mediaBit : 0) | UInt32(compute) << 8 | UInt32((1 << memorySlices - 1) << start))
    }

    static func share(thousandths: Int, mebibytes: Int) -> BoardWord { BoardWord(bits: UInt32(thousandths) << 20 | UInt32(mebibytes)) }

    /// - Parameter tenant: what fits beside what is taken; the board is opened if it was closed.
    func adding(_ tenant: BoardWord, as mode: Mode) -> BoardWord {
        BoardWord(bits: mode.rawValue << BoardWord.modeShift | bits & (1 << BoardWord.modeShift - 1) + tenant.bits)
    }

    /// Whether a tenant's part is among what is taken, as far as the word tells.
    func holds(_ tenant: BoardWord) -> Bool {
        switch mode {
        case .closed: false
        case .instances:
            memory & tenant.memory == tenant.memory && compute >= tenant.compute && (hasMedia || !tenant.hasMedia)
        case .thousandths: thousandths >= tenant.thousandths && mebibytes >= tenant.mebibytes
        }
    }

    /// - Precondition: the tenant is on the board.
    func removing(_ tenant: BoardWord) -> BoardWord {
        let left = bits & (1 << BoardWord.modeShift - 1) - tenant.bits
        // Every tenant takes something, so that a board of which nothing is taken has none.
        return BoardWord(bits: left == 0 ? 0 : mode.rawValue << BoardWord.modeShift | left)
    }
}
