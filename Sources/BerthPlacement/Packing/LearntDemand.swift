/// What has arrived so far, by need: all that the chooser knows of what will come.
///
/// It starts with nothing. Tables are made of it when arrivals have doubled, so that their cost a decision falls; later after a fixed
/// number of arrivals, and old ones then lose half their weight.
struct LearntDemand: Sendable {
    private static let firstTables = 32
    /// Needs that are told apart; beyond, the rarer half is forgotten.
    static let needsMax = 1024

    private(set) var needs: [Need] = []
    private var places: [Need: Int] = [:]
    /// Arrivals of each need, halved as they age.
    private(set) var weights: [Float] = []
    /// Raised when needs are forgotten: their numbers change then.
    private(set) var generation = 0
    /// Arrivals, all together.
    private(set) var count = 0
    /// Thousandths of devices and cores that were asked for, halved as they age.
    private(set) var gpuMilli: Float = 0
    private(set) var cores: Float = 0

    /// The weights of which tables are to be made, and how scarce cores were then.
    private(set) var tableWeights: [Float] = []
    private(set) var tableShares: (gpuMilli: Float, cores: Float) = (0, 0)
    /// How often tables have been due.
    private(set) var tableCount = 0
    private var tablesDue = LearntDemand.firstTables
    /// Arrivals after which tables are made anew at the latest.
    private let intervalMax: Int

    init(nodes: Int) { intervalMax = max(8192, min(131_072, 8 * nodes)) }

    func place(of need: Need) -> Int? { places[need] }

    /// - Returns: the number of the need; whether it is new.
    mutating func place(adding need: Need) -> (place: Int, isNew: Bool) {
        if let place = places[need] { return (place, false) }
        if needs.count >= LearntDemand.needsMax { forget() }
        places[need] = needs.count
        needs.append(need)
        weights.append(0)
        return (needs.count - 1, true)
    }

    mutating func arrived(_ place: Int, times: Int) {
        for _ in 0..<times { arrived(place) }
    }

    private mutating func arrived(_ place: Int) {
        weights[place] += 1
        count += 1
        gpuMilli += Float(needs[place].gpuMilli)
        cores += Float(needs[place].cores)
        guard count == tablesDue else { return }
        tablesDue += min(count, intervalMax)
        if count >= 2 * intervalMax {
            for place in weights.indices { weights[place] /= 2 }
            (gpuMilli, cores) = (gpuMilli / 2, cores / 2)
        }
        (tableWeights, tableShares, tableCount) = (weights, (gpuMilli, cores), tableCount + 1)
    }

    /// Keeps the half that arrived most.
    private mutating func forget() {
        let kept = needs.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }.prefix(LearntDemand.needsMax / 2).sorted()
        let known = tableWeights.count
        tableWeights = kept.map { $0 < known ? tableWeights[$0] : 0 }
        (needs, weights) = (kept.map { needs[$0] }, kept.map { weights[$0] })
        places = Dictionary(uniqueKeysWithValues: zip(needs, needs.indices))
        generation += 1
    }
}
