/// Where each idempotency key led: numbers of submissions, and half of each key's hash beside its number, for the keys themselves stand in
/// those submissions. Keys are never taken out.
struct KeyTable: Sendable {
    /// Open addressing: half a hash above a number; number 0 for an empty place. At least half of the places are empty.
    private var slots: [UInt64] = []
    private var count = 0

    static func hash(_ text: String, uid: UInt32) -> Int {
        var hasher = Hasher()
        hasher.combine(uid)
        hasher.combine(text)
        return hasher.finalize()
    }

    /// - Parameter isIt: whether a submission has the key of this hash. Asked where the halves agree: looking a submission up costs more
    ///   than all the rest.
    /// - Complexity: O(1) expected.
    func number(hash: Int, where isIt: (UInt64) -> Bool) -> UInt64? {
        guard !slots.isEmpty else { return nil }
        var place = hash & (slots.count - 1)
        while slots[place] != 0 {
            let number = slots[place] & 0xFFFF_FFFF
            if slots[place] >> 32 == UInt64(UInt32(truncatingIfNeeded: hash)), isIt(number) { return number }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    /// - Precondition: the key is not there, and the number is below 2^32: a table of jobs holds no more.
    /// - Complexity: O(1) amortized, expected.
    mutating func insert(_ number: UInt64, hash: Int) {
        precondition(1...UInt64(UInt32.max) ~= number, "a submission with the number \(number)")
        if (count + 1) * 2 > slots.count {
            let old = slots
            slots = [UInt64](repeating: 0, count: max(64, old.count * 2))
            for slot in old where slot != 0 { put(slot) }
        }
        count += 1
        put(UInt64(UInt32(truncatingIfNeeded: hash)) << 32 | number)
    }

    private mutating func put(_ slot: UInt64) {
        var place = Int(slot >> 32) & (slots.count - 1)
        while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = slot
    }
}
