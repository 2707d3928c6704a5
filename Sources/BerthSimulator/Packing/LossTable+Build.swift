extension LossTable {
    /// The table of one model, from what has arrived.
    /// - Parameter cpuOnlyWeight: how much pods without GPUs count in stranding, 0 to 1.
    /// - Complexity: O(specs × (steps of `strandedByCPU` + of `strandedByMemory`)).
    init(_ specs: [PackingSpec], _ weights: [Float], model: Int, cpuOnlyWeight: Float) {
        let seen = specs.indices.filter { weights[$0] > 0 }.sorted { (weights[$0], $1) > (weights[$1], $0) }
        addFragments(specs, weights, seen, model)
        addResidue(specs, weights, seen.filter { specs[$0].gpuCount > 0 && specs[$0].allows(model) })
        var (byCPU, byMemory) = (Stranding(columns: LossTable.cpuSteps), Stranding(columns: LossTable.memorySteps))
        for index in seen {
            let spec = specs[index]
            let weight = spec.gpuCount == 0 ? weights[index] * cpuOnlyWeight : spec.allows(model) ? weights[index] : 0
            guard weight > 0 else { continue }
            byCPU.add(spec, need: Float(spec.cpuMilli) / LossTable.cpuMilliStep, weight)
            byMemory.add(spec, need: Float(spec.memoryMebibytes) / LossTable.memoryStep, weight)
        }
        strandedByCPU = byCPU.table()
        strandedByMemory = byMemory.table()
    }

    private mutating func addFragments(_ specs: [PackingSpec], _ weights: [Float], _ seen: [Int], _ model: Int) {
        let total = seen.reduce(0) { $0 + weights[$1] }
        var covered: Float = 0
        var typical: [Int] = []
        for index in seen where covered * 100 < total * Float(TypicalSpecs.coveredPercent) {
            typical.append(index)
            covered += weights[index]
        }
        typical.removeAll { specs[$0].gpuCount == 0 || !specs[$0].allows(model) }
        func step(_ index: Int) -> Int { min(257, Int((specs[index].cpuMilli + LossTable.rowMilli - 1) / LossTable.rowMilli)) }
        let levels = Set(typical.map(step)).sorted()
        for index in rows.indices { rows[index] = UInt8(levels.prefix { $0 <= index }.count) }
        let count = levels.count + 1
        shares = [Float](repeating: 0, count: count * LossTable.shareSteps)
        gangs = [Float](repeating: 0, count: count * 9)
        for index in typical {
            let (spec, share) = (specs[index], weights[index] / covered)
            for row in Int(rows[step(index)])..<count {
                if spec.gpuCount == 1 {
                    for free in LossTable.hundredths(spec)...100 { shares[row * LossTable.shareSteps + free] += share }
                } else {
                    for whole in Int(spec.gpuCount)...8 { gangs[row * 9 + whole] += share }
                }
            }
        }
    }

    /// Of a GPU's free part as it fills with shares as they arrive: what is left when none fits any more. Each step ends with a small
    /// probability before a share arrives that fits, else sizes that hardly ever come would count as good as frequent ones.
    private mutating func addResidue(_ specs: [PackingSpec], _ weights: [Float], _ members: [Int]) {
        let endProbability: Float = 0.02
        let total = members.reduce(0) { $0 + weights[$1] }
        guard total > 0 else { return }
        var sizes = [Float](repeating: 0, count: LossTable.shareSteps)
        for index in members { sizes[LossTable.hundredths(specs[index])] += weights[index] / total }
        for free in 1...100 {
            var (left, probability) = (endProbability * Float(free) * 0.01, endProbability)
            for size in 1...free where sizes[size] > 0 {
                left += sizes[size] * residue[free - size]
                probability += sizes[size]
            }
            residue[free] = left / probability
        }
    }

    private static func hundredths(_ spec: PackingSpec) -> Int { (Int(spec.gpuMilli) + 9) / 10 }
}
