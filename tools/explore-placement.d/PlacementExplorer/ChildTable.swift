/// Which state follows which, by what was read: open addressing, as a dictionary would be most of the walk.
struct ChildTable {
    private var keys: [UInt64] = []
    private var parents: [Int32] = []
    private var children: [Int32] = []
    private var count = 0

    init() { allocate(1 << 16) }

    private mutating func allocate(_ size: Int) {
        keys = [UInt64](repeating: 0, count: size)
        parents = [Int32](repeating: -1, count: size)
        children = [Int32](repeating: -1, count: size)
    }

    @inline(__always)
    private func slot(_ parent: Int32, _ key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: Mix.of(key &+ UInt64(UInt32(bitPattern: parent)) &* 0x9E37_79B9_7F4A_7C15)) & (keys.count - 1)
        while parents[slot] >= 0, parents[slot] != parent || keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }

    /// -1 for none.
    subscript(parent: Int32, key: UInt64) -> Int32 {
        @inline(__always) get { children[slot(parent, key)] }
        set {
            if count * 2 >= keys.count { grow() }
            let slot = slot(parent, key)
            if parents[slot] < 0 { count += 1 }
            (parents[slot], keys[slot], children[slot]) = (parent, key, newValue)
        }
    }

    private mutating func grow() {
        let old = self
        allocate(keys.count * 2)
        for entry in old.keys.indices where old.parents[entry] >= 0 {
            let slot = slot(old.parents[entry], old.keys[entry])
            (parents[slot], keys[slot], children[slot]) = (old.parents[entry], old.keys[entry], old.children[entry])
        }
    }
}

enum Mix {
    /// The finisher of SplitMix64 (Steele and others, OOPSLA 2014): every bit of the argument reaches every bit of the result.
    @inline(__always)
    static func of(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// States that were met, by 64 bits of hash.
struct VisitedSet {
    private var entries = [UInt64](repeating: 0, count: 1 << 20)
    private(set) var count = 0

    /// - Returns: whether it is new.
    @inline(__always)
    mutating func insert(_ hash: UInt64) -> Bool {
        let key = hash == 0 ? 1 : hash
        var slot = Int(truncatingIfNeeded: key) & (entries.count - 1)
        while entries[slot] != 0 {
            if entries[slot] == key { return false }
            slot = (slot + 1) & (entries.count - 1)
        }
        entries[slot] = key
        count += 1
        if count * 3 > entries.count * 2 { grow() }
        return true
    }

    @inline(never)
    private mutating func grow() {
        let old = entries
        entries = [UInt64](repeating: 0, count: old.count * 2)
        for key in old where key != 0 {
            var slot = Int(truncatingIfNeeded: key) & (entries.count - 1)
            while entries[slot] != 0 { slot = (slot + 1) & (entries.count - 1) }
            entries[slot] = key
        }
    }
}
