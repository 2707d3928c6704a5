/// What may still be reserved in one power domain, in milliwatts: budget - base load - claims, as a signed number.
///
/// One word holds the comparison of budget and reservations, so that a lowered budget and a claim cannot miss each other: after a
/// lowering the word may be negative, and while it is, every reservation is refused (invariant 2). Keeping the reservations and
/// the budget in two words would let a claim that has read the old budget still add to the new one.
package struct HeadroomWord: Hashable, Sendable {
    package var bits: UInt64

    package init(bits: UInt64) { self.bits = bits }
    package init(milliwatts: Int64) { bits = UInt64(bitPattern: milliwatts) }

    package var milliwatts: Int64 { Int64(bitPattern: bits) }

    /// The headroom of a domain that bounds nothing by itself: above any sum of real loads, and far from the end of the range.
    package static let unbounded: Int64 = 1 << 61

    /// - Returns: nil when less than `milliwatts` is left: a reservation never overshoots, not for an instant.
    package func reserving(_ milliwatts: Int64) -> HeadroomWord? {
        guard milliwatts <= self.milliwatts else { return nil }
        return HeadroomWord(milliwatts: self.milliwatts - milliwatts)
    }
}
