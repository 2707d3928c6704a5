/// A key for each node of the tree, siblings side by side, so that the least of many is found by reading on.
struct ShareKeys: Sendable {
    /// By inner number of the parent and place beneath it.
    private var keys: [[UInt64]] = []
    /// The least of each 64.
    private var floors: [[UInt64]] = []

    /// Nodes that are new have key 0.
    mutating func extend(_ tree: AgencyTree) {
        while keys.count < tree.innerCount {
            keys.append([])
            floors.append([])
        }
        for inner in keys.indices {
            let missing = tree.childCount(beneath: inner) - keys[inner].count
            guard missing > 0 else { continue }
            keys[inner] += [UInt64](repeating: 0, count: missing)
            floors[inner] = stride(from: 0, to: keys[inner].count, by: 64).map { ShareKeys.floor(keys[inner], from: $0) }
        }
    }

    private static func floor(_ keys: [UInt64], from start: Int) -> UInt64 {
        var floor = UInt64.max
        for place in start..<min(start + 64, keys.count) { floor = min(floor, keys[place]) }
        return floor
    }

    /// - Precondition: not the root.
    subscript(node: Int, _ tree: AgencyTree) -> UInt64 { keys[tree.inner(tree.parent(of: node))][tree.place(of: node)] }

    /// - Complexity: O(64).
    mutating func set(_ key: UInt64, of node: Int, _ tree: AgencyTree) {
        let (inner, place) = (tree.inner(tree.parent(of: node)), tree.place(of: node))
        let before = keys[inner][place]
        guard before != key else { return }
        keys[inner][place] = key
        let floor = floors[inner][place / 64]
        if key < floor {
            floors[inner][place / 64] = key
        } else if before == floor {
            floors[inner][place / 64] = ShareKeys.floor(keys[inner], from: place / 64 * 64)
        }
    }

    func least(of places: [UInt64], beneath inner: Int) -> (place: Int, key: UInt64)? {
        let (keys, floors) = (keys[inner], floors[inner])
        var least: (place: Int, key: UInt64)?
        for word in places.indices where places[word] != 0 {
            if let least, floors[word] >= least.key { continue }
            var left = places[word]
            while left != 0 {
                let place = word * 64 + left.trailingZeroBitCount
                left &= left - 1
                if let least, keys[place] >= least.key { continue }
                least = (place, keys[place])
            }
        }
        return least
    }
}
