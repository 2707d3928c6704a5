#if BERTH_EXPLORE
/// One access of the engine to a word that other claimers see: what `tools/explore-placement` interleaves.
package struct SharedAccess: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        case load, set, clear, add, swap, exchange
    }

    package let kind: Kind
    package let word: Int32
    /// The operand; of an exchange what it expects.
    package let first: UInt64
    /// What an exchange puts in.
    package let second: UInt64

    package init(kind: Kind, word: Int32, first: UInt64, second: UInt64) {
        (self.kind, self.word, self.first, self.second) = (kind, word, first, second)
    }

    package func applied(to before: UInt64) -> UInt64 {
        switch kind {
        case .load: before
        case .set: before | first
        case .clear: before & ~first
        case .add: before &+ first
        case .swap: first
        case .exchange: before == first ? second : before
        }
    }
}
#endif
