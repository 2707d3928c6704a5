/// What a loss table is made of: the needs that arrived, as one device kind serves them.
struct LossSource {
    struct Member: Hashable {
        /// 0 for a need of cores alone, and for one that the kind cannot serve (`isServed` tells which).
        var count: Int
        /// Thousandths of each device.
        var milli: Int
        var cores: Int
        var mebibytes: Int
        var weight: Float
        /// Whether the kind serves it, or it asks for cores alone.
        var isServed: Bool

        var gpuMilli: Int { count * milli }
    }

    /// Of what arrived, the most frequent needs that together make so much are typical.
    static let coveredPercent: Float = 95
    /// A share arrives that fits, or with this probability none does any more: else sizes that hardly ever come would count as good as
    /// frequent ones.
    private static let endProbability: Float = 0.02

    let scale: LossScale
    private(set) var rows = [UInt8](repeating: 0, count: LossTable.rowSteps)
    private(set) var own = [Float](repeating: 0, count: LossTable.shareSteps)
    private(set) var gangs = [Float](repeating: 0, count: LossTable.largestSteps)
    private(set) var residue = [Float](repeating: 0, count: LossTable.shareSteps)
    /// What each free device adds, whatever else is free.
    private(set) var freeWeight = LossTable.fragmentWeight
    private(set) var strandedByCores: [Float]
    private(set) var strandedByMemory: [Float]

    /// Of nothing: no loss anywhere.
    init(_ scale: LossScale) {
        self.scale = scale
        let rows = 2 * scale.devices + 1
        strandedByCores = [Float](repeating: 0, count: rows * LossScale.coreColumns)
        strandedByMemory = [Float](repeating: 0, count: rows * LossScale.memoryColumns)
    }

    /// - Parameters:
    ///   - members: with weights above zero, the heaviest first.
    ///   - keepsSets: whether sets of devices are worth keeping whole beyond what typical needs ask.
    ///   - coresOnlyWeight: how much needs of cores alone count in stranding, 0 to 1.
    ///   - fragmentsOnly: without stranding and residue, to compare with what is published.
    /// - Complexity: O(members × columns × devices).
    init(_ members: [Member], _ scale: LossScale, coresOnlyWeight: Float, keepsSets: Bool = false, fragmentsOnly: Bool = false) {
        self.init(scale)
        if !fragmentsOnly { addResidue(members.filter { $0.isServed && $0.count > 0 }) }
        addFragments(members, setWeight: keepsSets ? LossTable.setWeight : 0)
        if fragmentsOnly { return }
        var byCores = Stranding(columns: LossScale.coreColumns, devices: scale.devices)
        var byMemory = Stranding(columns: LossScale.memoryColumns, devices: scale.devices)
        for member in members where member.isServed {
            let weight = member.count == 0 ? member.weight * coresOnlyWeight : member.weight
            guard weight > 0 else { continue }
            byCores.add(member, need: Float(member.cores) * scale.columnsPerCore, weight)
            byMemory.add(member, need: Float(member.mebibytes) * scale.columnsPerMebibyte, weight)
        }
        strandedByCores = byCores.table()
        strandedByMemory = byMemory.table()
    }

    private mutating func addFragments(_ members: [Member], setWeight: Float) {
        let total = members.reduce(0) { $0 + $1.weight }
        var covered: Float = 0
        var typical: [Member] = []
        for member in members where covered * 100 < total * LossSource.coveredPercent {
            covered += member.weight
            if member.isServed, member.count > 0 { typical.append(member) }
        }
        func step(_ member: Member) -> Int {
            min(LossTable.rowSteps - 1, Int((Float(member.cores) * scale.columnsPerCore * 2).rounded(.up)))
        }
        let sets = members.filter { $0.isServed && $0.count > 1 }
        let levels = Set((typical + sets).map(step)).sorted()
        for index in rows.indices { rows[index] = UInt8(clamping: levels.prefix { $0 <= index }.count) }
        let count = Int(rows[rows.count - 1]) + 1
        var shares = [Float](repeating: 0, count: count * LossTable.shareSteps)
        gangs = [Float](repeating: 0, count: count * LossTable.largestSteps)
        for member in typical {
            let share = member.weight / covered
            for row in Int(rows[step(member)])..<count {
                if member.count == 1 {
                    for free in LossSource.hundredths(member)...100 { shares[row * LossTable.shareSteps + free] += share }
                } else {
                    for largest in member.count..<LossTable.largestSteps {
                        gangs[row * LossTable.largestSteps + largest] -= LossTable.fragmentWeight * share
                    }
                }
            }
        }
        // Of what is asked, as parts of devices, sets need theirs whole: frequent or not.
        let asked = members.reduce(0) { $0 + $1.weight * Float($1.gpuMilli) }
        for member in sets where setWeight > 0 {
            let part = setWeight * member.weight * Float(member.gpuMilli) / asked
            freeWeight += part
            for row in Int(rows[step(member)])..<count {
                for largest in member.count..<LossTable.largestSteps { gangs[row * LossTable.largestSteps + largest] -= part }
            }
        }
        own = shares.indices.map { index in
            let free = index % LossTable.shareSteps
            return LossTable.residueWeight * residue[free] - LossTable.fragmentWeight * 0.01 * Float(free) * shares[index]
        }
    }

    /// Of a board's free part as it fills with shares as they arrive: what is left when none fits any more.
    private mutating func addResidue(_ members: [Member]) {
        let total = members.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return }
        var sizes = [Float](repeating: 0, count: LossTable.shareSteps)
        for member in members { sizes[LossSource.hundredths(member)] += member.weight / total }
        for free in 1...100 {
            var (left, probability) = (LossSource.endProbability * Float(free) * 0.01, LossSource.endProbability)
            for size in 1...free where sizes[size] > 0 {
                left += sizes[size] * residue[free - size]
                probability += sizes[size]
            }
            residue[free] = left / probability
        }
    }

    private static func hundredths(_ member: Member) -> Int { max(1, (member.milli + 9) / 10) }
}
