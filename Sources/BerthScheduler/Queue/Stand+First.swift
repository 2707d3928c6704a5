import BerthPolicy

extension Stand {
    /// The job that goes first.
    struct First {
        var leaf: Int
        var position: JobPosition
        var borrows: Bool
        var path: SharePath
    }

    /// - Parameter shares: by node, less goes first; nil where agencies are not told apart.
    /// - Complexity: O(depth); with shares O(siblings with something to offer) a level.
    func first(_ tree: AgencyTree, _ shares: [UInt64]?) -> First? {
        guard let root = branches[Int32(AgencyTree.root)] else { return nil }
        let borrows = root.within.isEmpty
        // Beneath an agency that borrows everything does.
        var takesAll = false
        var path = SharePath()
        var node = AgencyTree.root
        repeat {
            guard let branch = branches[Int32(node)] else { return nil }
            var least: (key: UInt64, child: Branch.Child)?
            if !borrows || takesAll { least = Stand.least(branch.within, shares, least) }
            if borrows { least = Stand.least(branch.borrowing, shares, least) }
            guard let least else { return nil }
            node = Int(least.child.node)
            if shares != nil { path.append(least.key, least.child.node) }
            if borrows, !takesAll { takesAll = isBorrowing(node, tree) }
        } while !tree.isLeaf(node)
        guard let position = lanes[Int32(node)]?.jobs.first else { return nil }
        return First(leaf: node, position: position, borrows: borrows, path: path)
    }

    private static func least(
        _ children: SortedBlocks<Branch.Child>, _ shares: [UInt64]?, _ before: (key: UInt64, child: Branch.Child)?
    ) -> (key: UInt64, child: Branch.Child)? {
        guard let shares else {
            guard let first = children.first, before.map({ first < $0.child }) ?? true else { return before }
            return (0, first)
        }
        var least = before
        children.forEach { child in
            let key = shares[Int(child.node)]
            if let known = least, (known.key, known.child.node) <= (key, child.node) { return }
            least = (key, child)
        }
        return least
    }
}
