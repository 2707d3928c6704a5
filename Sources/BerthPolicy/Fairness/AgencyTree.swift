public import BerthModel

/// The agencies of a policy as numbers, and how they stand beneath each other.
///
/// Node 0 is the root above all, the agencies follow by name: an agency's number is its node. Jobs hang from leaves only: an
/// agency with others
/// beneath it has a leaf of its own among them, for the jobs that name it. So the figures of a leaf are those of its own jobs.
public struct AgencyTree: Sendable {
    private struct Node: Sendable {
        /// Of a leaf that stands for an agency's own jobs: the agency's.
        var name: AgencyName
        var parent: Int32
        /// Where the jobs of the agency hang; of a leaf itself.
        var leaf: Int32
        /// Among those beneath the same parent.
        var place: Int32 = 0
        /// Of those that have others beneath them; -1 for a leaf.
        var inner: Int32 = -1
        /// Of the agency and those above it, leaf first, without the root.
        var line: [Int32]
    }

    private var nodes: [Node] = []
    private var numbers: [AgencyName: Int32] = [:]
    /// By inner number, ascending.
    private var children: [[Int32]] = []

    public static let root = 0

    /// - Complexity: O(agencies x depth).
    public init(_ policy: Policy) {
        let names = policy.agencies.keys.sorted()
        nodes = [Node(name: AgencyName(literal: "root"), parent: -1, leaf: 0, line: [])]
        for (index, name) in names.enumerated() { numbers[name] = Int32(index + 1) }
        var parents: Set<Int32> = []
        for name in names {
            let line = policy.lineage(of: name).compactMap { numbers[$0] }
            let parent = line.count > 1 ? line[1] : 0
            parents.insert(parent)
            nodes.append(Node(name: name, parent: parent, leaf: Int32(nodes.count), line: line))
        }
        for parent in parents.sorted() where parent > 0 {
            let own = Int32(nodes.count)
            nodes.append(Node(name: nodes[Int(parent)].name, parent: parent, leaf: own, line: nodes[Int(parent)].line))
            nodes[Int(parent)].leaf = own
        }
        for node in nodes.indices where node == AgencyTree.root || !isLeaf(node) {
            nodes[node].inner = Int32(children.count)
            children.append([])
        }
        for node in nodes.indices.dropFirst() { hang(node) }
    }

    private mutating func hang(_ node: Int) {
        let inner = Int(nodes[Int(nodes[node].parent)].inner)
        nodes[node].place = Int32(children[inner].count)
        children[inner].append(Int32(node))
    }

    /// Nodes, the root and the leaves for agencies' own jobs among them.
    public var count: Int { nodes.count }

    /// Nil for an agency that neither the policy nor `add(_:)` has named.
    public func number(of agency: AgencyName) -> Int? { numbers[agency].map(Int.init) }

    /// The number of an agency; one that the policy does not have gets one beneath the root.
    public mutating func add(_ agency: AgencyName) -> Int {
        if let known = numbers[agency] { return Int(known) }
        let number = Int32(nodes.count)
        numbers[agency] = number
        nodes.append(Node(name: agency, parent: 0, leaf: number, line: [number]))
        hang(Int(number))
        return Int(number)
    }

    public func name(of node: Int) -> AgencyName { nodes[node].name }
    /// -1 for the root.
    public func parent(of node: Int) -> Int { Int(nodes[node].parent) }
    public func leaf(of agency: Int) -> Int { Int(nodes[agency].leaf) }
    public func isLeaf(_ node: Int) -> Bool { Int(nodes[node].leaf) == node && node > 0 }
    /// The place of a node among those beneath its parent, which stand there by number.
    public func place(of node: Int) -> Int { Int(nodes[node].place) }
    /// Nodes with others beneath them are numbered by themselves, the root first.
    /// - Precondition: not a leaf.
    public func inner(_ node: Int) -> Int { Int(nodes[node].inner) }
    public var innerCount: Int { children.count }
    public func childCount(beneath inner: Int) -> Int { children[inner].count }
    /// The node at a place beneath an inner node.
    public func child(_ place: Int, beneath inner: Int) -> Int { Int(children[inner][place]) }
    /// An agency and those above it, leaf first.
    public func line(of agency: Int) -> [Int32] { nodes[agency].line }
}
