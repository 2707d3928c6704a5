import BerthPolicy

/// The jobs of one shape on one rung, beneath the tree of agencies.
///
/// Each agency lists those beneath it that have something to offer, so the first job is found along one path, and a job that comes or goes
/// moves one path. Where agencies are told apart, their shares choose among siblings when somebody asks: a share changes for all shapes at
/// once, so nothing here depends on it.
struct Stand: Sendable {
    let rung: Rung
    /// By node; the root among them.
    private(set) var branches: [Int32: Branch] = [:]
    /// By leaf.
    private(set) var lanes: [Int32: Lane] = [:]

    init(_ rung: Rung) { self.rung = rung }

    /// Stands for every job where agencies are told apart.
    private static let some = JobPosition(lateness: 0, then: 0, number: 0)

    // MARK: Jobs

    /// - Returns: false where it is there already.
    /// - Complexity: O(depth x log siblings + log jobs).
    mutating func insert(_ position: JobPosition, at leaf: Int, _ tree: AgencyTree, isFair: Bool) -> Bool {
        guard lanes[Int32(leaf), default: Lane()].jobs.insert(position) else { return false }
        refresh(leaf, tree, isFair: isFair)
        return true
    }

    /// - Returns: false where it is not there.
    /// - Complexity: O(depth x log siblings + log jobs).
    mutating func remove(_ position: JobPosition, at leaf: Int, _ tree: AgencyTree, isFair: Bool) -> Bool {
        guard lanes[Int32(leaf)] != nil, lanes[Int32(leaf), default: Lane()].jobs.remove(position) else { return false }
        refresh(leaf, tree, isFair: isFair)
        if lanes[Int32(leaf)]?.jobs.isEmpty ?? false { lanes[Int32(leaf)] = nil }
        return true
    }

    // MARK: Limits

    /// Leaves out a node and all beneath it.
    mutating func park(_ node: Int, _ tree: AgencyTree, isFair: Bool) { change(node, tree, isFair, isParked: true) }

    /// - Returns: whether it was parked.
    mutating func unpark(_ node: Int, _ tree: AgencyTree, isFair: Bool) -> Bool {
        guard isParked(node, tree) else { return false }
        change(node, tree, isFair, isParked: false)
        return true
    }

    /// Puts a node and all beneath it behind those that do not borrow, or back among them.
    mutating func setBorrowing(_ node: Int, _ borrows: Bool, _ tree: AgencyTree, isFair: Bool) {
        change(node, tree, isFair, isBorrowing: borrows)
    }

    func isParked(_ node: Int, _ tree: AgencyTree) -> Bool {
        (tree.isLeaf(node) ? lanes[Int32(node)]?.isParked : branches[Int32(node)]?.isParked) ?? false
    }

    func isBorrowing(_ node: Int, _ tree: AgencyTree) -> Bool {
        (tree.isLeaf(node) ? lanes[Int32(node)]?.isBorrowing : branches[Int32(node)]?.isBorrowing) ?? false
    }

    private mutating func change(_ node: Int, _ tree: AgencyTree, _ isFair: Bool, isParked: Bool? = nil, isBorrowing: Bool? = nil) {
        let key = Int32(node)
        if tree.isLeaf(node) {
            // A lane without jobs is forgotten, and with it what kept it.
            guard lanes[key] != nil else { return }
            if let isParked { lanes[key, default: Lane()].isParked = isParked }
            if let isBorrowing { lanes[key, default: Lane()].isBorrowing = isBorrowing }
        } else {
            if let isParked { branches[key, default: Branch()].isParked = isParked }
            if let isBorrowing { branches[key, default: Branch()].isBorrowing = isBorrowing }
        }
        refresh(node, tree, isFair: isFair)
    }

    /// Carries a change of a node's first jobs up as far as it matters.
    private mutating func refresh(_ start: Int, _ tree: AgencyTree, isFair: Bool) {
        var node = start
        while node != AgencyTree.root {
            let (old, new) = tree.isLeaf(node) ? showLane(Int32(node), isFair) : showBranch(Int32(node))
            guard old != new else { return }
            let parent = Int32(tree.parent(of: node))
            list(Int32(node), old.within, new.within, in: &branches[parent, default: Branch()].within)
            list(Int32(node), old.borrowing, new.borrowing, in: &branches[parent, default: Branch()].borrowing)
            node = Int(parent)
        }
    }

    private func list(_ node: Int32, _ old: JobPosition?, _ new: JobPosition?, in list: inout SortedBlocks<Branch.Child>) {
        guard old != new else { return }
        if let old { list.remove(Branch.Child(first: old, node: node)) }
        if let new { list.insert(Branch.Child(first: new, node: node)) }
    }

    private mutating func showLane(_ leaf: Int32, _ isFair: Bool) -> (Branch.Summary, Branch.Summary) {
        guard let lane = lanes[leaf] else { return (Branch.Summary(), Branch.Summary()) }
        let first = lane.isParked ? nil : isFair ? lane.jobs.first.map { _ in Stand.some } : lane.jobs.first
        let new = lane.isBorrowing ? Branch.Summary(borrowing: first) : Branch.Summary(within: first)
        if lane.shown != new { lanes[leaf, default: Lane()].shown = new }
        return (lane.shown, new)
    }

    private mutating func showBranch(_ node: Int32) -> (Branch.Summary, Branch.Summary) {
        guard let branch = branches[node] else { return (Branch.Summary(), Branch.Summary()) }
        var new = branch.isParked ? Branch.Summary() : branch.summary
        if branch.isBorrowing { new = Branch.Summary(borrowing: [new.within, new.borrowing].compactMap { $0 }.min()) }
        if branch.shown != new { branches[node, default: Branch()].shown = new }
        return (branch.shown, new)
    }
}
