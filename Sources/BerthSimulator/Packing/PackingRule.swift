/// A rule of placement. It sees the nodes, keeps what it wants about them, and is told of each arrival once.
package protocol PackingRule {
    /// Where a pod of the spec goes; nil when it fits nowhere. A rule must place what fits somewhere.
    mutating func choose(_ spec: Int, on nodes: [PackingNode]) -> PackingChoice?
    /// The node has changed: the pod stands there.
    mutating func placed(_ spec: Int, at choice: PackingChoice, on nodes: [PackingNode])
    /// A pod has left the node.
    /// - Parameter number: of the pod among those that were placed, from 0.
    mutating func departed(_ number: Int, from choice: PackingChoice, on nodes: [PackingNode])
    /// It was told the budget, and chooses nothing beyond it.
    var keepsBudgets: Bool { get }
}

extension PackingRule {
    package var keepsBudgets: Bool { false }
}
