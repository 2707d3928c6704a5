package import BerthModel

/// The nodes of an openb list that have GPUs, empty. What packs them works on a copy of `nodes`.
package struct PackingFleet: Sendable {
    package private(set) var names: [String] = []
    package private(set) var kinds: [PackingKind] = []
    package private(set) var nodes: [PackingNode] = []
    /// Thousandths of all GPUs.
    package private(set) var gpuMilli = 0
    package private(set) var cpuMilli = 0

    /// - Throws: what `OpenBTable` throws; `invalidFleet` when no node has a GPU.
    package init(_ rows: CSVRows) throws(BerthError) {
        let name = rows.name
        var table = try OpenBTable(nodes: rows)
        while let node = try table.nextNode() {
            guard let model = node.model, node.gpuCount > 0 else { continue }
            add(node, model)
        }
        guard !nodes.isEmpty else { throw BerthError(.invalidFleet, "no node has a GPU", field: name) }
    }

    private mutating func add(_ node: OpenBNode, _ model: Int) {
        let kind = PackingKind(
            model: model, gpuCount: node.gpuCount, cpuMilli: Int32(node.cpuMilli), memoryMebibytes: Int32(node.memoryMebibytes))
        let place = kinds.firstIndex(of: kind) ?? kinds.endIndex
        if place == kinds.endIndex { kinds.append(kind) }
        var gpus = SIMD8<Int16>.zero
        for gpu in 0..<node.gpuCount { gpus[gpu] = 1000 }
        nodes.append(
            PackingNode(gpus: gpus, cpuMilli: kind.cpuMilli, memoryMebibytes: kind.memoryMebibytes, kind: UInt8(truncatingIfNeeded: place)))
        names.append(node.name)
        gpuMilli += node.gpuCount * 1000
        cpuMilli += node.cpuMilli
    }

    /// The same nodes in another order: node `order[index]` comes to stand at `index`.
    package func ordered(_ order: [Int]) -> PackingFleet {
        var fleet = self
        fleet.nodes = order.map { nodes[$0] }
        fleet.names = order.map { names[$0] }
        return fleet
    }

    /// The same nodes several times over, for fleets larger than the list.
    package func repeated(_ times: Int) -> PackingFleet {
        var fleet = self
        fleet.nodes = (0..<times).flatMap { _ in nodes }
        fleet.names = (0..<times).flatMap { _ in names }
        (fleet.gpuMilli, fleet.cpuMilli) = (gpuMilli * times, cpuMilli * times)
        return fleet
    }

    /// Whether an empty node holds the spec.
    package func canHold(_ spec: PackingSpec) -> Bool {
        nodes.contains { $0.holds(spec) && (spec.gpuCount == 0 || spec.allows(kinds[Int($0.kind)].model)) }
    }
}
