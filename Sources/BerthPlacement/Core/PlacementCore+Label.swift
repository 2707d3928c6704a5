public import BerthModel

/// Which label owns each host (invariant 7).
extension PlacementCore {
    /// 0 for none.
    public func label(of node: NodeIndex) -> UInt8 { engine.label(layout.nodes[node.value].position) }

    /// Whether nobody holds anything on a node. Of a node that does not admit the answer stays true.
    public func isIdle(_ node: NodeIndex) -> Bool { layout.positions(of: node.value).allSatisfy(engine.isIdle) }

    /// Gives a host to a label.
    /// - Returns: false when it admits claims or somebody holds something there; nothing is changed then.
    public func setLabel(_ node: NodeIndex, _ label: UInt8) -> Bool {
        let positions = layout.positions(of: node.value)
        let before = self.label(of: node)
        for (index, position) in positions.enumerated() where !engine.setLabel(position, label) {
            for changed in positions.prefix(index) { _ = engine.setLabel(changed, before) }
            return false
        }
        return true
    }
}
