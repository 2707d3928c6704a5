/// The first node, in the order of the fleet, that holds the pod; of its GPUs the one with the least room that is enough.
package struct FirstFit: PackingRule {
    private let specs: [PackingSpec]
    private let models: [Int]
    /// A node that was too full for a spec stays so until somebody leaves: where to begin looking.
    private var first: [Int]

    package init(_ fleet: PackingFleet, _ specs: [PackingSpec]) {
        self.specs = specs
        models = fleet.kinds.map(\.model)
        first = [Int](repeating: 0, count: specs.count)
    }

    package mutating func choose(_ spec: Int, on nodes: [PackingNode]) -> PackingChoice? {
        let asked = specs[spec]
        while first[spec] < nodes.count {
            let node = nodes[first[spec]]
            if node.holds(asked), asked.gpuCount == 0 || asked.allows(models[Int(node.kind)]) {
                return PackingChoice(node: first[spec], gpus: FirstFit.gpus(asked, on: node))
            }
            first[spec] += 1
        }
        return nil
    }

    package mutating func placed(_ spec: Int, at choice: PackingChoice, on nodes: [PackingNode]) {}

    package mutating func departed(_ number: Int, from choice: PackingChoice, on nodes: [PackingNode]) {
        for spec in first.indices { first[spec] = min(first[spec], choice.node) }
    }

    private static func gpus(_ spec: PackingSpec, on node: PackingNode) -> SIMDMask<SIMD8<Int16>> {
        guard spec.isShared else { return node.wholeGPUs(spec) }
        var best = -1
        for gpu in 0..<8 where node.gpus[gpu] >= spec.gpuMilli && (best < 0 || node.gpus[gpu] < node.gpus[best]) { best = gpu }
        return PackingNode.only(best)
    }
}
