/// The blocks below one middle domain, and what their racks hold of a gang. Allocates nothing.
struct RackRow {
    var blocks: Range<Int>
    /// Members that the whole row holds.
    private(set) var members = 0
    private(set) var largestRack = 0
    /// How many racks hold each number of members; larger ones count as `rackMax`.
    private var racks = InlineArray<65, Int32>(repeating: 0)

    static let rackMax = 64

    init(blocks: Range<Int>) { self.blocks = blocks }

    /// Adds a rack.
    /// - Parameter held: the members that it holds, 0 or more.
    mutating func add(_ held: Int) {
        guard held > 0 else { return }
        let size = min(held, RackRow.rackMax)
        members &+= held
        largestRack = max(largestRack, size)
        racks[size] &+= 1
    }

    /// What so many members need here, the fullest racks first and at the end the tightest that holds the rest: racks, and the room that
    /// the last of them keeps. Nil where the row does not hold them.
    func need(for count: Int) -> (racks: Int, spare: Int)? {
        var (left, needed, size) = (count, 0, largestRack)
        while left > 0, size > 0 {
            if left <= size, let last = tightest(holding: left, upTo: size) { return (needed &+ 1, last &- left) }
            let used = min(Int(racks[size]), left / size)
            needed &+= used
            left &-= used &* size
            // Of a size of which some are left the last is asked again, for less than it holds.
            if used == Int(racks[size]) || left == 0 { size &-= 1 }
        }
        return left > 0 ? nil : (needed, 0)
    }

    private func tightest(holding count: Int, upTo size: Int) -> Int? {
        var candidate = count
        while candidate <= size {
            if racks[candidate] > 0 { return candidate }
            candidate &+= 1
        }
        return nil
    }

    /// The racks to ask next when so many members are missing: the tightest that hold them all, else the fullest.
    func nextSize(for count: Int) -> Int? {
        if count <= largestRack, let size = tightest(holding: count, upTo: largestRack) { return size }
        var size = largestRack
        while size > 0 {
            if racks[size] > 0 { return size }
            size &-= 1
        }
        return nil
    }

    /// Forgets the racks of a size.
    mutating func remove(_ size: Int) { racks[size] = 0 }

    /// Whether it is the better row for so many members: it holds them all in fewer racks, or in as many with less room to spare; or,
    /// where neither does, more of them.
    func isBetter(than other: RackRow?, for count: Int) -> Bool {
        guard let other else { return members > 0 }
        switch (need(for: count), other.need(for: count)) {
        case (let mine?, let others?): return mine < others
        case (nil, nil): return members > other.members
        case (let mine, _): return mine != nil
        }
    }

    /// Whether no row can be better: it holds them all in as few racks as the largest racks would, and fills the last.
    /// - Parameter rackMax: members that no rack holds more of.
    func isIdeal(for count: Int, rackMax: Int) -> Bool {
        guard let need = need(for: count), need.spare == 0, rackMax > 0 else { return false }
        return need.racks == 1 || need.racks == (count &+ rackMax &- 1) / rackMax
    }
}
