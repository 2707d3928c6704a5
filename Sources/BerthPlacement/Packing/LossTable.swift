/// What a node's free room is expected to lose, in devices, on the nodes that the same needs may use: looked up, not summed over needs.
///
/// Three parts. Fragments: the measure of FGD, free devices that a typical need cannot use. Stranding: devices left when cores or memory
/// run out while the node fills up with needs as they arrive. Residue: what is left of each board when it fills up with shares.
struct LossTable: BitwiseCopyable, Sendable {
    static let fragmentWeight: Float = 0.3
    static let strandingWeight: Float = 0.9
    static let residueWeight: Float = 6
    /// Of sets where they run short.
    static let setWeight: Float = 1
    /// Steps of one device in `own`: hundredths.
    static let shareSteps = 101
    /// Half columns of cores that `rows` tells apart.
    static let rowSteps = 258
    static let largestSteps = 17

    /// Half columns of cores to the row of `own` and `gangs`.
    private let rows: Table<UInt8>
    /// By row and free hundredths of one device: residue, less the share of typical needs of one device that fit.
    private let own: Table<Float>
    /// By row and largest legal set of free devices: the share of typical needs of several devices that fit, for each free one.
    private let gangs: Table<Float>
    /// By half devices and columns of cores (of memory): devices stranded.
    private let strandedByCores: Table<Float>
    private let strandedByMemory: Table<Float>
    private let freeWeight: Float
    private let gpuSteps: Int
    private let columnsPerCore: Float
    private let columnsPerMebibyte: Float

    init(_ source: LossSource, _ tables: TableStore) {
        rows = tables.table(source.rows)
        own = tables.table(source.own)
        gangs = tables.table(source.gangs)
        strandedByCores = tables.table(source.strandedByCores)
        strandedByMemory = tables.table(source.strandedByMemory)
        freeWeight = source.freeWeight
        gpuSteps = 2 * source.scale.devices + 1
        columnsPerCore = source.scale.columnsPerCore
        columnsPerMebibyte = source.scale.columnsPerMebibyte
    }

    @inline(__always)
    func row(_ cores: Int32) -> Int { Int(rows[min(LossTable.rowSteps &- 1, Int(Float(cores) * columnsPerCore * 2))]) }

    /// Of one board with this much free, in thousandths, 0 to 1000: devices it adds to the loss beside what `ofTotals` counts.
    @inline(__always)
    func ofBoard(_ free: Int, row: Int) -> Float { own[row &* LossTable.shareSteps &+ Int(UInt32(truncatingIfNeeded: free) / 10)] }

    /// What free devices add.
    /// - Parameter largest: of the legal sets among them.
    @inline(__always)
    func ofDevices(_ count: Int, largest: Int, row: Int) -> Float {
        Float(count) * (own[row &* LossTable.shareSteps &+ 100] + gangs[row &* LossTable.largestSteps &+ largest])
    }

    /// What the node's totals add.
    @inline(__always)
    func ofTotals(gpuMilli: Int, cores: Int32, mebibytes: Int32) -> Float {
        let gpu = Float(gpuMilli) * 0.002
        let byCores = between(strandedByCores, gpu, Float(cores) * columnsPerCore, LossScale.coreColumns)
        let byMemory = between(strandedByMemory, gpu, Float(mebibytes) * columnsPerMebibyte, LossScale.memoryColumns)
        return freeWeight * Float(gpuMilli) * 0.001 + LossTable.strandingWeight * max(byCores, byMemory)
    }

    @inline(__always)
    private func between(_ table: Table<Float>, _ gpu: Float, _ other: Float, _ steps: Int) -> Float {
        let (row, column) = (min(gpuSteps &- 2, Int(gpu)), min(steps &- 2, Int(other)))
        let (down, right) = (gpu - Float(row), min(1, other - Float(column)))
        let at = row &* steps &+ column
        let upper = table[at] + (table[at &+ 1] - table[at]) * right
        let lower = table[at &+ steps] + (table[at &+ steps &+ 1] - table[at &+ steps]) * right
        return upper + (lower - upper) * down
    }

    /// Devices that the node as it stands is expected to lose.
    /// - Complexity: O(boards with tenants).
    @inline(__always)
    func loss(_ seat: Seat, largest: Int) -> Float {
        guard seat.gpuMilli > 0 else { return 0 }
        let row = row(seat.cores)
        return ofBoards(seat, row: row) + ofDevices(Int(seat.whole), largest: largest, row: row)
            + ofTotals(gpuMilli: seat.gpuMilli, cores: seat.cores, mebibytes: seat.mebibytes)
    }

    /// What boards with tenants add.
    @inline(__always)
    func ofBoards(_ seat: Seat, row: Int) -> Float {
        var (loss, open) = (Float(0), seat.open)
        while open != 0 {
            loss += ofBoard(Int(seat.boards[open.trailingZeroBitCount]), row: row)
            open &= open &- 1
        }
        return loss
    }
}
