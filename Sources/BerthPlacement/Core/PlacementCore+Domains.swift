public import BerthModel

extension PlacementCore {
    /// The power domains that a node draws from, the site among them.
    public func domains(of node: NodeIndex) -> [DomainIndex] { layout.nodes[node.value].path.map { DomainIndex($0) } }
}
