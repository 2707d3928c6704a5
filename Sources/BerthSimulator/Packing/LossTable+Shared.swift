extension LossTable {
    /// The gains of a part of one GPU: on the best GPU in use, and on one that is wholly free. The node holds the spec.
    @inline(__always)
    func shared(_ spec: PackingSpec, _ node: PackingNode, _ before: Float, _ gain: inout PackingGain) {
        let (cpuMilli, taken) = (node.cpuMilli - spec.cpuMilli, Int(spec.gpuMilli))
        let row = row(cpuMilli)
        var (loss, whole, total) = (Float(0), 0, 0)
        var bestUsed = -Float.infinity
        for gpu in 0..<8 {
            let free = Int(node.gpus[gpu])
            guard free > 0 else { continue }
            let own = ofGPU(free, row: row)
            loss += own
            total += free
            if free == 1000 {
                whole += 1
            } else if free >= taken {
                let saved = own - ofGPU(free - taken, row: row)
                if saved > bestUsed { (bestUsed, gain.usedGPU) = (saved, gpu) }
            }
        }
        let rest = ofTotals(gpuMilli: total - taken, cpuMilli: cpuMilli, memoryMebibytes: node.memoryMebibytes - spec.memoryMebibytes)
        let common = before - loss - (total > taken ? rest : 0)
        if gain.usedGPU >= 0 { gain.used = common + bestUsed - ofWhole(whole, row: row) }
        if whole > 0 {
            gain.fresh = common + ofGPU(1000, row: row) - ofGPU(1000 - taken, row: row) - ofWhole(whole - 1, row: row)
        }
    }
}
