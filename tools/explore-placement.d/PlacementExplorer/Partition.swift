import BerthPlacement

/// A guess which local states do the same: those that do where both were seen.
struct Partition {
    private let locals: LocalStates
    private(set) var classes: [Int32]
    private(set) var members: [[Int32]] = []
    /// For each class where it goes by what it reads.
    private(set) var reads: [[UInt64: Int32]] = []
    private var alike: [LocalClasses.Key: [Int]] = [:]
    private var edges: [[(read: UInt64, child: Int32)]]

    init(_ locals: LocalStates) {
        self.locals = locals
        classes = [Int32](repeating: -1, count: locals.states.count)
        edges = [[(read: UInt64, child: Int32)]](repeating: [], count: locals.states.count)
        var edges = edges
        locals.children.forEach { edges[Int($0)].append(($1, $2)) }
        self.edges = edges
    }

    mutating func run() {
        // Claimers between operations stand each for itself.
        for state in locals.states.indices where locals.states[state].isBetween { found(Int32(state)) }
        for state in laterFirst() where classes[Int(state)] < 0 { place(state) }
        // Of a cycle, and of those between operations, the children have their class only now.
        for state in locals.states.indices {
            for (read, child) in edges[state] { reads[Int(classes[state])][read] = classes[Int(child)] }
        }
    }

    private mutating func found(_ state: Int32) {
        classes[Int(state)] = Int32(members.count)
        members.append([state])
        reads.append([:])
    }

    /// The states of an operation, each after those that follow it.
    private func laterFirst() -> [Int32] {
        var order: [Int32] = []
        var isSeen = [Bool](repeating: false, count: locals.states.count)
        for root in locals.states.indices where !isSeen[root] {
            isSeen[root] = true
            var path: [(state: Int32, next: Int)] = [(Int32(root), 0)]
            while let (state, next) = path.last {
                guard next < edges[Int(state)].count else {
                    order.append(state)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let child = edges[Int(state)][next].child
                if isSeen[Int(child)] || locals.states[Int(child)].isBetween { continue }
                isSeen[Int(child)] = true
                path.append((child, 0))
            }
        }
        return order
    }

    private mutating func place(_ state: Int32) {
        let key = LocalClasses.Key(locals.states[Int(state)])
        var ways: [UInt64: Int32] = [:]
        // Children without a class are their own, with numbers that no class has.
        for (read, child) in edges[Int(state)] { ways[read] = classes[Int(child)] >= 0 ? classes[Int(child)] : -2 - child }
        for number in alike[key] ?? [] where isLike(ways, reads[number]) {
            classes[Int(state)] = Int32(number)
            members[number].append(state)
            reads[number].merge(ways) { known, _ in known }
            return
        }
        alike[key, default: []].append(members.count)
        found(state)
        reads[members.count - 1] = ways
    }

    private func isLike(_ some: [UInt64: Int32], _ others: [UInt64: Int32]) -> Bool {
        if some.isEmpty && others.isEmpty { return true }
        var common = 0
        for (read, child) in some {
            guard let other = others[read] else { continue }
            if other != child { return false }
            common += 1
        }
        return common > 0
    }
}
