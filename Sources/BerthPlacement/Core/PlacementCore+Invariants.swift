public import BerthModel

extension PlacementCore {
    /// Checks every word against itself and against the placements that ought to be held; for a core at rest.
    /// - Parameter placements: all claims that are held, and no other.
    /// - Returns: one sentence for each fault, starting with the number of the invariant it breaks; empty when all hold.
    public func checkInvariants(placements: [MemberPlacement]) -> [String] {
        var count = PlacementCount(self)
        for member in placements { count.add(member) }
        let parts = count.nodes.values.flatMap(\.parts)
        let boards = engine.boards(of: parts).flatMap { engine.boardFaults($0.key, $0.value) } + engine.roomFaults()
        return count.faults + boards + layout.nodes.indices.flatMap { faults(of: $0, count.nodes[$0]) } + powerFaults(count.watts)
            + engine.indexFaults()
    }

    /// What the words of a node say against what its members hold.
    private func faults(of node: Int, _ held: PlacementCount.Node?) -> [String] {
        let (name, shape) = (layout.nodes[node].name, layout.shape(of: node))
        var faults: [String] = []
        for (group, position) in layout.positions(of: node).enumerated() {
            let installed = shape.groups.isEmpty ? 0 : shape.groups[group].installed
            let (found, counted) = (installed & ~engine.freeDevices(position), held?.devices[group] ?? 0)
            if found != counted { faults.append("(6) \(name) has devices \(found) claimed, its members hold \(counted)") }
            if engine.freeDevices(position) & ~installed != 0 { faults.append("(1) \(name) offers devices that it has not") }
            let number = Int(engine.numbers[position])
            let sides = SideWord(bits: engine.nodes.load(number * 2 + 1))
            for side in 0..<shape.sideCount {
                let words = engine.coresNow(number, side)
                if sides.cores(side) != words.reduce(0, { $0 + $1.freeCores }) {
                    faults.append("(1) \(name) counts \(sides.cores(side)) free cores of side \(side), and names others")
                }
                for numaNode in shape.numaNodes(of: side) {
                    let found = shape.numaNodes[numaNode].cores.map { words[$0 / CoreWord.coresMax].eighths(of: $0 % CoreWord.coresMax) }
                    if found != held?.cores[numaNode] ?? found.map({ _ in 0 }) {
                        faults.append("(6) NUMA node \(numaNode) of \(name) has other cores claimed than its members hold")
                    }
                }
                let counted = shape.numaNodes(of: side).reduce(0) { $0 + shape.numaNodes[$1].mebibytes - (held?.memory[$1] ?? 0) }
                if sides.mebibytes(side) != counted {
                    faults.append("(6) side \(side) of \(name) has \(sides.mebibytes(side)) MiB left, its members leave \(counted)")
                }
            }
        }
        for (numaNode, has) in shape.numaNodes.enumerated() {
            let (found, counted) = (has.mebibytes - freeMebibytes(node, numaNode), held?.memory[numaNode] ?? 0)
            if found != counted {
                faults.append("(6) NUMA node \(numaNode) of \(name) has \(found) MiB claimed, its members hold \(counted)")
            }
        }
        return faults
    }

    /// Budgets are inputs, not sums: taken as they are.
    private func powerFaults(_ watts: [Int64]) -> [String] {
        zip(fullHeadrooms, watts).enumerated().compactMap { domain, pair in
            let (found, counted) = (engine.headroom(of: domain).milliwatts, pair.0 - pair.1)
            return found == counted
                ? nil : "(2) \(layout.domainNames[domain]) has \(found) mW left, its members leave \(counted)"
        }
    }

    /// In builds with `-DBERTH_CHECKS`, after every change: what holds of the nodes concerned at any instant.
    @inline(__always)
    func check(_ members: [MemberPlacement]) {
        #if BERTH_CHECKS
        for member in members {
            guard let node = layout.nodeIndexes[member.node] else { continue }
            let shape = layout.shape(of: node)
            for (group, position) in layout.positions(of: node).enumerated() {
                let installed = shape.groups.isEmpty ? 0 : shape.groups[group].installed
                precondition(engine.freeDevices(position) & ~installed == 0, "(1) \(member.node) offers devices that it has not")
            }
            for (side, cores) in (0..<shape.sideCount).map({ hosts.coresTaken(of: node, side: $0) }).enumerated() {
                let taken = cores.reduce(0) { $0 + $1.takenEighths }
                let has = shape.numaNodes(of: side).reduce(0) { $0 + shape.numaNodes[$1].coreCount }
                precondition(taken <= has * CoreWord.whole, "(1) \(member.node) has \(taken) eighths of \(has) cores taken")
            }
        }
        #endif
    }
}
