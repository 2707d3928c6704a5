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

    /// Racks that so many members need here, the fullest first; of no meaning where the row does not hold them.
    func racksNeeded(for count: Int) -> Int {
        var (left, needed, size) = (count, 0, largestRack)
        while left > 0, size > 0 {
            let used = min(Int(racks[size]), (left &+ size &- 1) / size)
            needed &+= used
            left &-= used &* size
            size &-= 1
        }
        return needed
    }

    /// Whether it is the better row for so many members: it holds them all in fewer racks, or, where neither does, more of them.
    func isBetter(than other: RackRow?, for count: Int) -> Bool {
        guard let other else { return members > 0 }
        switch (members >= count, other.members >= count) {
        case (true, true): return racksNeeded(for: count) < other.racksNeeded(for: count)
        case (false, false): return members > other.members
        case (let holds, _): return holds
        }
    }

    /// Whether no row can be better: it holds them all in as few racks as racks of that size can.
    func isIdeal(for count: Int) -> Bool {
        members >= count && racksNeeded(for: count) == (count &+ largestRack &- 1) / largestRack
    }
}
