import BerthPolicy

/// The jobs of one shape on one rung, beneath the tree of agencies.
///
/// Each agency lists those beneath it that have something to offer, so the first job is found along one path, and a job that comes or goes
/// moves one path. Where agencies are told apart, their shares choose among siblings when somebody asks: a share changes for all shapes at
/// once, so nothing here depends on it. The jobs themselves stand in the lanes of the leaves (`LaneRow`).
struct Stand: Sendable {
    let shape: Int
    let rung: Rung
    /// By inner number of the node the place in `branches`; -1 for one without jobs so far.
    private var places: [Int32] = []
    private var branches: [Branch] = []

    init(shape: Int, rung: Rung) {
        self.shape = shape
        self.rung = rung
    }

    /// Where a branch is; nil where no job ever was beneath it.
    func place(of inner: Int) -> Int? { inner < places.count && places[inner] >= 0 ? Int(places[inner]) : nil }

    /// - Parameter place: from `place(of:)`.
    func branch(_ place: Int) -> Branch { branches[place] }

    private mutating func add(_ inner: Int) -> Int {
        if let known = place(of: inner) { return known }
        while places.count <= inner { places.append(-1) }
        places[inner] = Int32(branches.count)
        branches.append(Branch())
        return branches.count - 1
    }

    /// Whether anything is offered: by somebody who need not borrow, or by anybody.
    var offersWithin: Bool { place(of: 0).map { !branches[$0].within.isEmpty } ?? false }
    var offersAnything: Bool { place(of: 0).map { !branches[$0].within.isEmpty || !branches[$0].borrowing.isEmpty } ?? false }

    /// Whether a node's jobs are offered all the way up.
    /// - Parameter borrows: those that borrow are asked for, else those that do not.
    func isOffered(_ start: Int, borrows: Bool, _ tree: AgencyTree) -> Bool {
        var node = start
        while node != AgencyTree.root {
            let parent = tree.parent(of: node)
            guard let branch = place(of: tree.inner(parent)) else { return false }
            let place = tree.place(of: node)
            if borrows {
                guard
                    branches[branch].borrowing.places.contains(place)
                        || takesAll(parent, tree) && branches[branch].within.places.contains(place)
                else { return false }
            } else {
                guard branches[branch].within.places.contains(place) else { return false }
            }
            node = parent
        }
        return true
    }

    /// Beneath an agency that borrows everything does.
    func takesAll(_ start: Int, _ tree: AgencyTree) -> Bool {
        var node = start
        while node != AgencyTree.root {
            if let branch = place(of: tree.inner(node)), branches[branch].isBorrowing { return true }
            node = tree.parent(of: node)
        }
        return false
    }

    /// Adds those beneath a node whose jobs are offered.
    func add(_ node: Int, borrows: Bool, _ tree: AgencyTree, to union: inout [UInt64]) {
        guard let branch = place(of: tree.inner(node)) else { return }
        if borrows { branches[branch].borrowing.places.add(to: &union) }
        if !borrows || takesAll(node, tree) { branches[branch].within.places.add(to: &union) }
    }

    // MARK: Limits, of nodes with others beneath them

    func isParked(_ inner: Int) -> Bool { place(of: inner).map { branches[$0].isParked } ?? false }

    /// Leaves out a node and all beneath it, or puts them behind those that do not borrow.
    mutating func change(_ node: Int, _ tree: AgencyTree, isFair: Bool, isParked: Bool? = nil, isBorrowing: Bool? = nil) {
        let branch = add(tree.inner(node))
        if let isParked { branches[branch].isParked = isParked }
        if let isBorrowing { branches[branch].isBorrowing = isBorrowing }
        let (old, new) = show(branch)
        carry(node, old, new, tree, isFair: isFair)
    }

    /// No node is left out or put behind others.
    mutating func forgetLimits(_ tree: AgencyTree, isFair: Bool) {
        for node in 0..<tree.count where !tree.isLeaf(node) {
            guard let branch = place(of: tree.inner(node)), branches[branch].isParked || branches[branch].isBorrowing else { continue }
            change(node, tree, isFair: isFair, isParked: false, isBorrowing: false)
        }
    }

    /// Carries a change of what a node shows up as far as it matters.
    /// - Complexity: O(depth), times O(log siblings) where agencies are not told apart.
    mutating func carry(_ start: Int, _ old: Branch.Summary, _ new: Branch.Summary, _ tree: AgencyTree, isFair: Bool) {
        var (node, old, new) = (start, old, new)
        while node != AgencyTree.root, old != new {
            let (parent, place) = (tree.parent(of: node), tree.place(of: node))
            let branch = add(tree.inner(parent))
            branches[branch].within.change(node, at: place, from: old.within, to: new.within, isFair: isFair)
            branches[branch].borrowing.change(node, at: place, from: old.borrowing, to: new.borrowing, isFair: isFair)
            (old, new) = show(branch)
            node = parent
        }
    }

    private mutating func show(_ branch: Int) -> (Branch.Summary, Branch.Summary) {
        let (old, new) = (branches[branch].shown, branches[branch].summary)
        branches[branch].shown = new
        return (old, new)
    }
}
