/// Which local state has a digest.
struct DigestTable {
    private var keys: [Replay.Digest]
    private var states: [Int32]
    private var count = 0

    init() {
        keys = [Replay.Digest](repeating: Replay.Digest(first: 0, second: 0), count: 1 << 16)
        states = [Int32](repeating: -1, count: 1 << 16)
    }

    private func slot(_ key: Replay.Digest) -> Int {
        var slot = Int(truncatingIfNeeded: key.first) & (keys.count - 1)
        while states[slot] >= 0, keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }

    /// -1 for none.
    subscript(key: Replay.Digest) -> Int32 {
        get { states[slot(key)] }
        set {
            if count * 2 >= keys.count { grow() }
            let slot = slot(key)
            if states[slot] < 0 { count += 1 }
            (keys[slot], states[slot]) = (key, newValue)
        }
    }

    private mutating func grow() {
        let old = self
        keys = [Replay.Digest](repeating: Replay.Digest(first: 0, second: 0), count: old.keys.count * 2)
        states = [Int32](repeating: -1, count: old.keys.count * 2)
        for entry in old.keys.indices where old.states[entry] >= 0 {
            let slot = slot(old.keys[entry])
            (keys[slot], states[slot]) = (old.keys[entry], old.states[entry])
        }
    }
}
