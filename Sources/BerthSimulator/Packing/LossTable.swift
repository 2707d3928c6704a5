/// What a node's free room is expected to lose on one class of models, in GPUs: looked up, not summed over specs.
///
/// Three parts. Fragments: the measure of FGD, free GPU that a typical pod cannot use. Stranding: free GPU left when cores or memory run
/// out while the node fills up with pods as they arrive. Residue: what is left of each GPU when it fills up with shares.
struct LossTable: Sendable {
    static let fragmentWeight: Float = 0.3
    static let strandingWeight: Float = 0.9
    static let residueWeight: Float = 6
    /// Steps of free GPU in `stranded…`: halves.
    static let gpuSteps = 17
    static let cpuSteps = 130
    static let memorySteps = 66
    /// Steps of one GPU in `fragment…` and `residue`: hundredths.
    static let shareSteps = 101

    /// Half cores of CPU to the row of `shares` and `gangs`.
    var rows = [UInt8](repeating: 0, count: 258)
    /// By row and free hundredths of one GPU: the share of typical pods, of one GPU each, that fit.
    var shares = [Float](repeating: 0, count: LossTable.shareSteps)
    /// By row and free whole GPUs: the share of typical pods of several GPUs that fit.
    var gangs = [Float](repeating: 0, count: 9)
    var residue = [Float](repeating: 0, count: LossTable.shareSteps)
    /// By half GPUs and cores (memory): GPUs stranded.
    var strandedByCPU = [Float](repeating: 0, count: LossTable.gpuSteps * LossTable.cpuSteps)
    var strandedByMemory = [Float](repeating: 0, count: LossTable.gpuSteps * LossTable.memorySteps)

    static let rowMilli: Int32 = 500
    static let cpuMilliStep: Float = 1000
    static let memoryStep: Float = 16_384

    @inline(__always)
    func row(_ cpuMilli: Int32) -> Int { Int(rows[min(257, Int(cpuMilli / LossTable.rowMilli))]) }

    /// Of one GPU with this much free, in thousandths, 0 to 1000: GPUs it adds to the loss beside `gpuMilli` itself.
    @inline(__always)
    func ofGPU(_ free: Int, row: Int) -> Float {
        LossTable.residueWeight * residue[free / 10]
            - LossTable.fragmentWeight * 0.001 * Float(free) * shares[row * LossTable.shareSteps + free / 10]
    }

    /// What whole GPUs add.
    @inline(__always)
    func ofWhole(_ count: Int, row: Int) -> Float { -LossTable.fragmentWeight * Float(count) * gangs[row * 9 + count] }

    /// What the node's totals add.
    @inline(__always)
    func ofTotals(gpuMilli: Int, cpuMilli: Int32, memoryMebibytes: Int32) -> Float {
        let gpu = Float(gpuMilli) * 0.002
        let byCPU = LossTable.between(strandedByCPU, gpu, Float(cpuMilli) / LossTable.cpuMilliStep, LossTable.cpuSteps)
        let byMemory = LossTable.between(strandedByMemory, gpu, Float(memoryMebibytes) / LossTable.memoryStep, LossTable.memorySteps)
        return LossTable.fragmentWeight * Float(gpuMilli) * 0.001 + LossTable.strandingWeight * max(byCPU, byMemory)
    }

    @inline(__always)
    private static func between(_ table: [Float], _ gpu: Float, _ other: Float, _ steps: Int) -> Float {
        let (row, column) = (min(gpuSteps - 2, Int(gpu)), min(steps - 2, Int(other)))
        let (down, right) = (gpu - Float(row), min(1, other - Float(column)))
        let at = row * steps + column
        let upper = table[at] + (table[at + 1] - table[at]) * right
        let lower = table[at + steps] + (table[at + steps + 1] - table[at + steps]) * right
        return upper + (lower - upper) * down
    }

    /// GPUs that the node as it stands is expected to lose.
    /// - Complexity: O(GPUs of a node).
    @inline(__always)
    func loss(_ node: PackingNode) -> Float {
        let row = row(node.cpuMilli)
        var (loss, whole, total) = (Float(0), 0, 0)
        for gpu in 0..<8 {
            let free = Int(node.gpus[gpu])
            guard free > 0 else { continue }
            loss += ofGPU(free, row: row)
            total += free
            whole += free == 1000 ? 1 : 0
        }
        guard total > 0 else { return 0 }
        return loss + ofWhole(whole, row: row)
            + ofTotals(gpuMilli: total, cpuMilli: node.cpuMilli, memoryMebibytes: node.memoryMebibytes)
    }
}
