import BerthModel

/// One node of the fleet as the core sees it.
struct NodeLayout: Sendable {
    let name: NodeName
    /// The position of its place in the fleet.
    let place: Int
    let link: LinkName?
    /// The position of its shape.
    let shape: Int
    /// The position of the first of its nodes among those of the engine; the others follow.
    let position: Int
    /// Positions of its power domains, leaf to root.
    let path: [Int]
    /// Where the words of its NUMA nodes' memory stand; -1 where the engine's sides tell it.
    let memories: Int
    /// The engine's sides are its NUMA nodes, and masks hold their cores.
    let isPlain: Bool
}
