/// What one claimer has taken of one counter ahead of need.
///
///     63 closed | 62 epoch 48 | 47 amount 0
///
/// - amount: 0…2^48 - 1 (milliwatts, or thousandths of a device); 0 while closed.
/// - closed: set by a lowering of the counter's bound, until the owner has a chunk again.
/// - epoch: counts the closings, so that a chunk taken before a closing cannot open the word after it.
struct CreditWord: Hashable, Sendable {
    var bits: UInt64

    @inline(__always) init(bits: UInt64) { self.bits = bits }

    private static let closedBit: UInt64 = 1 << 63
    private static let epochUnit: UInt64 = 1 << 48
    private static let epochBits: UInt64 = 0x7FFF << 48

    @inline(__always) var isClosed: Bool { bits & CreditWord.closedBit != 0 }
    @inline(__always) var amount: Int64 { Int64(bitPattern: bits & (CreditWord.epochUnit - 1)) }

    /// - Parameter change: what leaves the amount at 0 or more.
    @inline(__always) func adding(_ change: Int64) -> CreditWord { CreditWord(bits: bits &+ UInt64(bitPattern: change)) }

    func opened(adding amount: Int64) -> CreditWord { CreditWord(bits: bits & ~CreditWord.closedBit).adding(amount) }

    var closed: CreditWord {
        CreditWord(bits: CreditWord.closedBit | (bits & CreditWord.epochBits &+ CreditWord.epochUnit) & CreditWord.epochBits)
    }
}
