/// Which rows a gang goes to.
struct GangPlan {
    /// The blocks below one middle domain, and what their racks hold.
    struct Row {
        var firstBlock: Int
        var endBlock = 0
        /// Members that the whole row holds.
        private(set) var members = 0
        private(set) var largestRack = 0
        /// How many racks hold each number of members; larger ones count as `rackMax`.
        private var racks = [Int32](repeating: 0, count: GangPlan.rackMax + 1)

        init(firstBlock: Int) { self.firstBlock = firstBlock }

        mutating func add(_ held: Int) {
            guard held > 0 else { return }
            let size = min(held, GangPlan.rackMax)
            members += held
            largestRack = max(largestRack, size)
            racks[size] += 1
        }

        /// Racks that a gang needs here, the fullest first.
        func racksNeeded(for count: Int) -> Int {
            var (left, needed) = (count, 0)
            for size in (1...GangPlan.rackMax).reversed() where left > 0 && racks[size] > 0 {
                let used = min(Int(racks[size]), (left + size - 1) / size)
                needed += used
                left -= used * size
            }
            return needed
        }
    }

    static let rackMax = 64

    let members: Int
    private(set) var rows: [Row] = []
    private var held = 0
    private var bestRacks = Int.max

    init(_ members: Int) { self.members = members }

    /// - Returns: whether nothing better can come: the row holds the gang in as few racks as racks of that size can.
    mutating func consider(_ row: Row) -> Bool {
        if row.members >= members {
            let racks = row.racksNeeded(for: members)
            if racks < bestRacks {
                (rows, bestRacks) = ([row], racks)
            }
            return racks == (members + row.largestRack - 1) / row.largestRack
        }
        // No row holds it all so far: the largest parts together.
        if bestRacks == .max, row.members > 0 {
            rows.append(row)
            rows.sort { ($1.members, $0.firstBlock) < ($0.members, $1.firstBlock) }
            held = rows.reduce(0) { $0 + $1.members }
            while rows.count > 1, let last = rows.last, held - last.members >= members {
                held -= last.members
                rows.removeLast()
            }
        }
        return false
    }
}
