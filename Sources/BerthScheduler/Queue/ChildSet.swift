/// Some of those beneath a node, by their places there.
struct ChildSet: Hashable, Sendable {
    /// A bit for each place, 64 a word.
    private(set) var words: [UInt64] = []
    private var count = 0

    var isEmpty: Bool { count == 0 }

    func contains(_ place: Int) -> Bool { place / 64 < words.count && words[place / 64] >> UInt64(place % 64) & 1 == 1 }

    mutating func insert(_ place: Int) {
        guard !contains(place) else { return }
        while words.count <= place / 64 { words.append(0) }
        words[place / 64] |= 1 << UInt64(place % 64)
        count += 1
    }

    mutating func remove(_ place: Int) {
        guard contains(place) else { return }
        words[place / 64] &= ~(1 << UInt64(place % 64))
        count -= 1
    }

    /// Adds these to a set that is kept as its words alone.
    func add(to union: inout [UInt64]) {
        while union.count < words.count { union.append(0) }
        for word in words.indices { union[word] |= words[word] }
    }
}
