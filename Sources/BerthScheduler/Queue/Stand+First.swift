import BerthPolicy

extension Stand {
    /// The job that goes first where agencies are not told apart.
    /// - Complexity: O(depth).
    func first(_ tree: AgencyTree) -> (leaf: Int, position: JobPosition)? {
        var node = AgencyTree.root
        while true {
            guard let branch = place(of: tree.inner(node)), let first = self.branch(branch).within.ordered.first else { return nil }
            node = Int(first.node)
            if tree.isLeaf(node) { return (node, first.first) }
        }
    }
}
