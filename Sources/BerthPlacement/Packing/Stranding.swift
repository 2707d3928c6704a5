/// Devices that are left when a node fills up with needs as they arrive, as far as cores (or memory) are there for them.
///
/// Expected over all sequences of arrivals at once, by the recursion over what is free: V(cores, devices) is the mean over needs of what
/// one takes plus V of what it leaves. Drawing sequences instead gave noise that cost 0.08 points of allocation.
struct Stranding {
    private struct Key: Hashable {
        var gpuCount: Int
        /// In quarters of a column.
        var need: Int
        /// In twentieths of a GPU.
        var gpu: Int
    }

    private struct Member {
        var weight: Float
        var gpuCount: Int
        /// Columns, and how much of the next one.
        var (columns, columnPart): (Int, Float)
        var (rows, rowPart): (Int, Float)
        var gpu: Float
    }

    /// Rows of one GPU.
    private static let rowsPerGPU = 4
    private let columns: Int
    /// Of the largest nodes.
    private let devices: Int
    private var weights: [Key: Float] = [:]

    init(columns: Int, devices: Int) { (self.columns, self.devices) = (columns, devices) }

    /// - Parameter need: in columns.
    mutating func add(_ member: LossSource.Member, need: Float, _ weight: Float) {
        let key = Key(gpuCount: member.count, need: Int((need * 4).rounded()), gpu: (member.gpuMilli + 25) / 50)
        weights[key, default: 0] += weight
    }

    /// By half devices and columns.
    func table() -> [Float] {
        let rows = Stranding.rowsPerGPU * devices + 1
        var filled = [Float](repeating: 0, count: rows * columns)
        let members = sortedMembers()
        for row in 1..<rows {
            // A need of several devices wants whole ones; a row between two counts as the upper.
            let whole = max(1, (row + Stranding.rowsPerGPU - 1) / Stranding.rowsPerGPU)
            fill(row, members.filter { $0.gpuCount <= whole }, &filled)
        }
        let steps = 2 * devices + 1
        var stranded = [Float](repeating: 0, count: steps * columns)
        for half in 0..<steps {
            for column in 0..<columns {
                stranded[half * columns + column] = Float(half) / 2 - filled[half * Stranding.rowsPerGPU / 2 * columns + column]
            }
        }
        return stranded
    }

    private func sortedMembers() -> [Member] {
        let keys = weights.keys.sorted { ($0.gpuCount, $0.need, $0.gpu) < ($1.gpuCount, $1.need, $1.gpu) }
        return keys.map { key in
            let gpu = Float(key.gpu) / 20
            let rows = gpu * Float(Stranding.rowsPerGPU)
            return Member(
                weight: weights[key] ?? 0, gpuCount: key.gpuCount, columns: key.need / 4, columnPart: Float(key.need % 4) / 4,
                rows: Int(rows), rowPart: rows - Float(Int(rows)), gpu: gpu)
        }
    }

    private func fill(_ row: Int, _ members: [Member], _ filled: inout [Float]) {
        let gpu = Float(row) / Float(Stranding.rowsPerGPU)
        let total = members.reduce(0) { $0 + $1.weight }
        guard members.contains(where: { $0.gpuCount > 0 }) else { return }
        var sums = [Float](repeating: 0, count: columns)
        // What a small need leaves lies partly in this very row: those are added column by column below.
        var own: [Member] = []
        for member in members {
            let first = member.columns + (member.columnPart > 0 ? 1 : 0)
            guard first < columns else { continue }
            for column in first..<columns { sums[column] += member.weight * min(member.gpu, gpu) }
            if member.gpu >= gpu { continue }
            let upper = row - member.rows
            if member.rows == 0 {
                own.append(member)
            } else {
                add(member, member.weight * (1 - member.rowPart), upper, filled, &sums)
            }
            if upper > 1 { add(member, member.weight * member.rowPart, upper - 1, filled, &sums) }
        }
        for column in 0..<columns {
            var (sum, kept) = (sums[column], Float(0))
            for member in own {
                let left = column - member.columns
                if left < 0 || left == 0 && member.columnPart > 0 { continue }
                let (near, far) = (1 - member.columnPart, member.columnPart)
                let share = member.weight * (1 - member.rowPart)
                // Of this very cell: that part is taken to the other side of the equation.
                if left == column { kept += share * near } else { sum += share * near * filled[row * columns + left] }
                if far > 0 { sum += share * far * filled[row * columns + left - 1] }
            }
            filled[row * columns + column] = min(gpu, sum / max(total - kept, 1e-6))
        }
    }

    /// Adds what a member leaves in a row below, for every column.
    @inline(__always)
    private func add(_ member: Member, _ weight: Float, _ row: Int, _ filled: [Float], _ sums: inout [Float]) {
        guard weight > 0, row > 0 else { return }
        let first = member.columns + (member.columnPart > 0 ? 1 : 0)
        let (near, far) = (1 - member.columnPart, member.columnPart)
        FloatRows.add(
            weight * near, filled, from: row * columns + first - member.columns, to: &sums, at: first, count: columns - first)
        guard far > 0 else { return }
        FloatRows.add(
            weight * far, filled, from: row * columns + first - member.columns - 1, to: &sums, at: first, count: columns - first)
    }
}
