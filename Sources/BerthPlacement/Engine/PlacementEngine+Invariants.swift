import BerthModel

extension PlacementEngine {
    /// Every numbered invariant that does not hold, with all live claims given; empty when all do. Only while nobody claims or
    /// releases.
    /// - Complexity: O(nodes + claims).
    package func faults(holding claims: [Claim]) -> [String] {
        var faults: [String] = []
        var devices: [UInt32: UInt16] = [:]
        var taken: [Int: (cores: Int, mebibytes: Int)] = [:]
        var eighths: [UInt32: [UInt16: Int]] = [:]
        var watts = [Int64](repeating: 0, count: layout.fleet.domains.count)
        var charged = [Int64](repeating: 0, count: layout.fleet.agencyQuotas.count)
        let shared = boards(of: claims)
        for (board, claims) in shared {
            devices[board.node, default: 0] |= 1 << UInt16(board.number)
            let node = layout.fleet.nodes[position(of: board.node)]
            watts[node.domain] += fleetType(node).wattsPerBoard.milliwatts
            faults += boardFaults(board, claims)
        }
        faults += roomFaults()
        for claim in claims {
            if claim.share.isNone {
                if devices[claim.node, default: 0] & claim.devices != 0 {
                    faults.append("(1) a device of node \(claim.node) has two owners")
                }
                devices[claim.node, default: 0] |= claim.devices
            }
            watts[layout.fleet.nodes[position(of: claim.node)].domain] += Int64(claim.milliwatts)
            charged[Int(claim.agency)] += Int64(claim.charge)
            for numaNode in 0..<SideWord.numaNodesMax {
                let side = SideWord(bits: claim.sides)
                let sum = taken[Int(claim.node) * 2 + numaNode, default: (0, 0)]
                taken[Int(claim.node) * 2 + numaNode] = (sum.cores + side.cores(numaNode), sum.mebibytes + side.mebibytes(numaNode))
            }
            if claim.part != 0 { eighths[claim.node, default: [:]][claim.part >> 4, default: 0] += Int(claim.part & 0xF) }
        }
        faults += nodeFaults(devices, taken, eighths)
        faults += powerFaults(watts)
        for (agency, quota) in layout.fleet.agencyQuotas.enumerated() {
            let left = Int64(bitPattern: agencies.shared.load(agency)) + agencies.credit(under: agency)
            if left + charged[agency] != Int64(quota ?? Int(HeadroomWord.unbounded)) {
                faults.append("(2) the counter of agency \(agency) is not its claims")
            }
        }
        return faults + indexFaults()
    }

    private func nodeFaults(
        _ devices: [UInt32: UInt16], _ taken: [Int: (cores: Int, mebibytes: Int)], _ eighths: [UInt32: [UInt16: Int]]
    ) -> [String] {
        var faults: [String] = []
        for (position, number) in numbers.enumerated() {
            let type = fleetType(layout.fleet.nodes[position])
            let word = DeviceWord(bits: nodes.load(Int(number) * 2))
            if Int(word.bits >> DeviceWord.classShift) != classOf(word.free, layout.fleet.nodes[position].type) {
                faults.append("the class of node \(position) is not that of its free devices")
            }
            if word.free != DeviceSets.run(type.devices) & ~devices[number, default: 0] {
                faults.append("(1) the devices of node \(position) are not what its claims leave")
            }
            let side = SideWord(bits: nodes.load(Int(number) * 2 + 1))
            let parts = eighths[number, default: [:]]
            for (core, taken) in parts where takenEighths(Int(number), core) != taken {
                faults.append("(1) the parts of core \(core & 0x3FF) of node \(position) are not its claims")
            }
            for (numaNode, has) in type.numaNodes.enumerated() {
                let sum = taken[Int(number) * 2 + numaNode, default: (0, 0)]
                let shared = parts.keys.count { Int($0 >> 10) == numaNode }
                if side.cores(numaNode) + sum.cores + shared != has.cores || side.mebibytes(numaNode) + sum.mebibytes != has.mebibytes {
                    faults.append("(1) NUMA node \(numaNode) of node \(position) is not what its claims leave")
                }
            }
        }
        return faults
    }

    /// - Parameter core: NUMA node << 10 | core.
    private func takenEighths(_ node: Int, _ core: UInt16) -> Int {
        let (numaNode, core) = (Int(core >> 10), Int(core & 0x3FF))
        return coresNow(node, numaNode)[core / CoreWord.coresMax].eighths(of: core % CoreWord.coresMax)
    }

    /// Reserved watts of every domain are the sum of the claims below it, and within its headroom.
    private func powerFaults(_ leaf: [Int64]) -> [String] {
        var faults: [String] = []
        var (sums, credit) = ([Int64](repeating: 0, count: leaf.count), [Int64](repeating: 0, count: leaf.count))
        for (domain, amount) in leaf.enumerated() where amount > 0 {
            for above in layout.fleet.path(from: domain) { sums[above] += amount }
        }
        for (rank, pool) in layout.pools.enumerated() {
            let amount = (0..<claimerCount).reduce(Int64(0)) { $0 + CreditWord(bits: power.credits.load($1 * power.stride + rank)).amount }
            for above in layout.fleet.path(from: pool) { credit[above] += amount }
        }
        for domain in sums.indices {
            let left = Int64(bitPattern: headrooms.load(wordOfDomain[domain]))
            let first = layout.fleet.domains[domain].headroom.milliwatts
            if left + sums[domain] + credit[domain] != first {
                faults.append("(2) the headroom of domain \(domain) is not its budget less its claims")
            }
            if left < 0 { faults.append("(2) domain \(domain) is \(-left) mW over its budget") }
        }
        return faults
    }

    /// No node, block or cell is lost from the index.
    func indexFaults() -> [String] {
        var faults: [String] = []
        for (position, number) in numbers.enumerated() {
            let block = blocks[blockOf(Int(number))]
            let cell = cells[Int(block.cell)]
            let now = classNow(Int(number))
            guard now > 0 else { continue }
            let reach = min(
                bucket(ofLeaf: DeviceWord(bits: nodes.load(Int(number) * 2)).leaf, of: blockOf(Int(number))),
                bucket(ofMiddle: blockOf(Int(number))))
            let bits = [
                hints.load(Int(block.hints) + now) & nodeBit(Int(number)),
                hints.load(Int(cell.hints) + CellTable.classes + now) & 1 << UInt64(block.bit),
                (0...reach).allSatisfy { hints.load(Int(cell.hints) + $0) >> UInt64(now) & 1 == 1 } ? 1 : 0,
            ]
            let label = DeviceWord(bits: nodes.load(Int(number) * 2)).label
            if !blockHas(label, blockOf(Int(number))) || !cellHas(label, Int(block.cell)) {
                faults.append("the label of node \(position) is lost from the index")
            }
            if isAboveCeiling(Int(number), now) { faults.append("node \(position) is lost above the ceiling of its watts") }
            if bits.contains(0) { faults.append("node \(position) is lost from the index at level \(bits.firstIndex(of: 0) ?? 0)") }
        }
        for (position, number) in numbers.enumerated() where layout.places[position].leaf != nil {
            let node = Int(number)
            let leaf = leafWord(node, DeviceWord(bits: nodes.load(node * 2)).leaf)
            let reach = min(Int(blocks[blockOf(node)].top), PowerBucket.of(Int64(bitPattern: headrooms.load(leaf))))
            for step in 0...reach where powered(blockOf(node), step) & nodeBit(node) == 0 {
                faults.append("node \(position) is lost from power bucket \(step)")
            }
        }
        for block in layout.blocks.indices {
            let words = Int(cells[Int(blocks[block].cell)].hints) + CellTable.power
            for step in 0...bucket(ofMiddle: block)
            where powered(block, step) != 0 && hints.load(words + step) >> UInt64(blocks[block].bit) & 1 == 0 {
                faults.append("block \(block) is lost from power bucket \(step)")
            }
        }
        return faults
    }

    /// Whether a node may draw more than the ceiling of its bucket says, and is not in the bucket above either.
    private func isAboveCeiling(_ node: Int, _ number: Int) -> Bool {
        let block = blockOf(node)
        let cell = cells[Int(blocks[block].cell)]
        let leafWord = leafWord(node, DeviceWord(bits: nodes.load(node * 2)).leaf)
        let domains = [leafWord, Int(blocks[block].middle)].filter { $0 >= 0 }
        guard let left = domains.map({ Int64(bitPattern: headrooms.load($0)) }).min(), PowerBucket.of(left) < Int(cell.top) else {
            return false
        }
        let bucket = PowerBucket.of(left)
        let ceilings = [cell.ceilings, blocks[block].ceilings].map { Int64(bitPattern: hints.load(Int($0) + bucket)) }
        if ceilings.allSatisfy({ $0 >= left }) { return false }
        let isThere =
            hints.load(Int(cell.hints) + bucket + 1) >> UInt64(number) & 1 == 1
            && hints.load(Int(cell.hints) + CellTable.power + bucket + 1) >> UInt64(blocks[block].bit) & 1 == 1
            && powered(block, bucket + 1) & nodeBit(node) != 0
        return !isThere
    }
}
