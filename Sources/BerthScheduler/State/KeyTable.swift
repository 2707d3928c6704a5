/// Where each idempotency key led: only numbers of submissions stand here, four bytes each, for the keys themselves stand in those
/// submissions. Keys are never taken out.
struct KeyTable: Sendable {
    /// Open addressing, 0 for an empty place; at least half of them are.
    private var slots: [UInt32] = []
    private var count = 0

    static func hash(_ text: String, uid: UInt32) -> Int {
        var hasher = Hasher()
        hasher.combine(uid)
        hasher.combine(text)
        return hasher.finalize()
    }

    /// - Parameter isIt: whether a submission has the key of this hash.
    /// - Complexity: O(1) expected.
    func number(hash: Int, where isIt: (UInt64) -> Bool) -> UInt64? {
        guard !slots.isEmpty else { return nil }
        var place = hash & (slots.count - 1)
        while slots[place] != 0 {
            if isIt(UInt64(slots[place])) { return UInt64(slots[place]) }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    /// - Precondition: the key is not there, and the number is below 2^32: a table of jobs holds no more.
    /// - Parameter hashOf: of the key of a submission that is there.
    /// - Complexity: O(1) amortized, expected.
    mutating func insert(_ number: UInt64, hash: Int, hashOf: (UInt64) -> Int) {
        if (count + 1) * 2 > slots.count {
            let old = slots
            slots = [UInt32](repeating: 0, count: max(64, old.count * 2))
            for number in old where number != 0 { put(number, hash: hashOf(UInt64(number))) }
        }
        count += 1
        put(UInt32(number), hash: hash)
    }

    private mutating func put(_ number: UInt32, hash: Int) {
        var place = hash & (slots.count - 1)
        while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = number
    }
}
