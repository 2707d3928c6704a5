/// Which state follows which, by what was read: open addressing, as a dictionary would be most of the walk.
struct ChildTable {
    private var keys: [UInt64] = []
    private var parents: [Int32] = []
    private var children: [Int32] = []
    private(set) var count = 0

    init() { allocate(1 << 12) }

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

    func forEach(_ body: (_ parent: Int32, _ key: UInt64, _ child: Int32) -> Void) {
        for entry in keys.indices where parents[entry] >= 0 { body(parents[entry], keys[entry], children[entry]) }
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
