/// The rule of this project: the node whose expected losses grow least, by what has arrived so far, with watts and scarce kinds weighed in.
///
/// The score of a node is (GPUs it is expected to lose before) - (after) - w × (added watts) / 100 - 16 × GPUs × price of the kind. See
/// docs/decisions/0110. Only nodes changed since the spec came last are scored again.
package struct BerthPacking: PackingRule {
    static let wattWeight: Float = 0.45
    /// Of a CPU package's watts against a GPU's: other pods may have begun the package.
    static let packageWeight: Float = 0.6
    /// Watts count in full up to this load of the scarcer of GPU and CPU, and no more at the second: then what fits matters more.
    static let wattLoads: ClosedRange<Float> = 0.8...0.82
    /// Demand of CPU over demand of GPU, each as a part of the fleet. From the first on saving watts strands GPU; beyond the second none
    /// are saved.
    static let wattScarcity: ClosedRange<Float> = 1...1.15
    /// Between these pods without GPUs come to count in stranding: before, they find room beside the GPUs that are taken.
    static let cpuOnlyScarcity: ClosedRange<Float> = 0.95...1
    static let priceWeight: Float = 16
    /// Arrivals between two refreshings of prices: a twenty-fourth of the nodes.
    private let pricePeriod: Int

    let fleet: PackingFleet
    let specs: [PackingSpec]
    let layout: PackingLayout
    var demand: LearntDemand
    private var prices: KindPrices
    private var tables = [LossTable()]
    private var tableOfKind: [Int]
    /// By place.
    private var losses: [Float]
    private var caches: [GainCache?]
    /// Places in the order in which their nodes changed, and for each its newest change.
    private var changes: [Int32] = []
    private var newest: [Int]
    private var (freeGPU, freeCPU): (Float, Float)
    private var (askedGPU, askedCPU): (Float, Float) = (0, 0)

    package init(_ fleet: PackingFleet, _ specs: [PackingSpec]) {
        (self.fleet, self.specs, layout) = (fleet, specs, PackingLayout(fleet))
        demand = LearntDemand(specs: specs.count, nodes: fleet.nodes.count)
        prices = KindPrices(fleet, specs)
        tableOfKind = [Int](repeating: 0, count: fleet.kinds.count)
        losses = [Float](repeating: 0, count: layout.nodes.count)
        caches = [GainCache?](repeating: nil, count: specs.count)
        newest = [Int](repeating: -1, count: layout.nodes.count)
        (freeGPU, freeCPU) = (Float(fleet.gpuMilli), Float(fleet.cpuMilli))
        pricePeriod = max(16, fleet.nodes.count / 24)
    }

    /// Demand of CPU over demand of GPU, each as a part of what the fleet has.
    private var scarcity: Float {
        askedGPU > 0 ? askedCPU / askedGPU * Float(fleet.gpuMilli) / Float(fleet.cpuMilli) : 0
    }

    /// 1 below the range, 0 above.
    private static func falling(_ value: Float, _ range: ClosedRange<Float>) -> Float {
        max(0, min(1, (range.upperBound - value) / (range.upperBound - range.lowerBound)))
    }

    package mutating func choose(_ spec: Int, on nodes: [PackingNode]) -> PackingChoice? {
        learn(spec, nodes)
        refresh(spec, nodes)
        guard let place = best(spec) else { return nil }
        let (node, asked) = (nodes[layout.nodes[place]], specs[spec])
        guard asked.isShared else { return PackingChoice(node: layout.nodes[place], gpus: node.wholeGPUs(asked)) }
        let kind = Int(node.kind)
        let gain = BerthPacking.gain(asked, node, losses[place], fleet.kinds[kind], tables[tableOfKind[kind]])
        let opened = gain.fresh - openingCost(asked, kind)
        var gpu = gain.usedGPU
        if opened > gain.used { gpu = (0..<8).first { node.gpus[$0] == 1000 } ?? gpu }
        return PackingChoice(node: layout.nodes[place], gpus: PackingNode.only(gpu))
    }

    package mutating func placed(_ spec: Int, at choice: PackingChoice, on nodes: [PackingNode]) {
        let (place, node) = (layout.places[choice.node], nodes[choice.node])
        losses[place] = tables[tableOfKind[Int(node.kind)]].loss(node)
        newest[place] = changes.count
        changes.append(Int32(place))
        prices.placed(on: Int(node.kind), gpuMilli: specs[spec].gpuMilliTotal)
        freeGPU -= Float(specs[spec].gpuMilliTotal)
        freeCPU -= Float(specs[spec].cpuMilli)
    }

    /// Scores all nodes again when the next pod comes: no choice changes by it.
    mutating func forgetGains() { caches = [GainCache?](repeating: nil, count: specs.count) }

    private mutating func learn(_ spec: Int, _ nodes: [PackingNode]) {
        if demand.count % pricePeriod == 0 { prices.refresh() }
        demand.arrived(spec)
        askedGPU += Float(specs[spec].gpuMilliTotal)
        askedCPU += Float(specs[spec].cpuMilli)
        prices.arrived(spec, gpuMilli: specs[spec].gpuMilliTotal)
        guard demand.isDue() else { return }
        makeTables()
        for place in losses.indices where layout.nodes[place] >= 0 {
            let node = nodes[layout.nodes[place]]
            losses[place] = tables[tableOfKind[Int(node.kind)]].loss(node)
        }
        forgetGains()
        changes.removeAll(keepingCapacity: true)
        for place in newest.indices { newest[place] = -1 }
    }

    /// Models that the same specs may use share a table.
    private mutating func makeTables() {
        let cpuOnlyWeight = 1 - BerthPacking.falling(scarcity, BerthPacking.cpuOnlyScarcity)
        var places: [[Bool]: Int] = [:]
        tables = []
        for kind in fleet.kinds.indices {
            let model = fleet.kinds[kind].model
            let allowed = specs.indices.filter { demand.weights[$0] > 0 }.map { specs[$0].allows(model) }
            if places[allowed] == nil {
                places[allowed] = tables.count
                tables.append(LossTable(specs, demand.weights, model: model, cpuOnlyWeight: cpuOnlyWeight))
            }
            tableOfKind[kind] = places[allowed] ?? 0
        }
    }

    private mutating func refresh(_ spec: Int, _ nodes: [PackingNode]) {
        let asked = specs[spec]
        if var cache = caches[spec] {
            caches[spec] = nil
            for index in cache.seen..<changes.count {
                let place = Int(changes[index])
                guard newest[place] == index else { continue }
                let node = nodes[layout.nodes[place]]
                let kind = Int(node.kind)
                cache.set(place, BerthPacking.gain(asked, node, losses[place], fleet.kinds[kind], tables[tableOfKind[kind]]))
                cache.summarize(place / PackingLayout.blockSize)
            }
            cache.seen = changes.count
            caches[spec] = cache
            return
        }
        var cache = GainCache(places: layout.nodes.count)
        cache.seen = changes.count
        for block in layout.kinds.indices where asked.gpuCount == 0 || asked.allows(fleet.kinds[layout.kinds[block]].model) {
            let kind = layout.kinds[block]
            let table = tables[tableOfKind[kind]]
            for place in block * PackingLayout.blockSize..<(block + 1) * PackingLayout.blockSize where layout.nodes[place] >= 0 {
                let node = nodes[layout.nodes[place]]
                cache.set(place, BerthPacking.gain(asked, node, losses[place], fleet.kinds[kind], table))
            }
            cache.summarize(block)
        }
        caches[spec] = cache
    }

    /// The place with the highest score, the first of equals.
    private func best(_ spec: Int) -> Int? {
        guard let cache = caches[spec] else { return nil }
        let asked = specs[spec]
        let packageCost = wattFactor * BerthPacking.packageWeight * Float(PackingKind.packageBusyWatts - PackingKind.packageIdleWatts)
        let gpus = Float(asked.gpuMilliTotal) / 1000
        var (best, found) = (-Float.infinity, -1)
        for block in layout.kinds.indices {
            let kind = layout.kinds[block]
            let opening = openingCost(asked, kind)
            let price = BerthPacking.priceWeight * gpus * prices.prices[kind]
            guard max(cache.usedMax[block], cache.freshMax[block] - opening) - price > best else { continue }
            for place in block * PackingLayout.blockSize..<(block + 1) * PackingLayout.blockSize {
                let score = max(cache.used[place], cache.fresh[place] - opening) - price - packageCost * cache.packages[place]
                if score > best { (best, found) = (score, place) }
            }
        }
        return found < 0 ? nil : found
    }

    /// What a watt costs, in GPUs.
    private var wattFactor: Float {
        let load = max(1 - freeGPU / Float(fleet.gpuMilli), 1 - freeCPU / Float(fleet.cpuMilli))
        return BerthPacking.wattWeight / 100 * BerthPacking.falling(load, BerthPacking.wattLoads)
            * BerthPacking.falling(scarcity, BerthPacking.wattScarcity)
    }

    /// Of GPUs that were wholly free.
    private func openingCost(_ spec: PackingSpec, _ kind: Int) -> Float {
        let model = OpenBModel.all[fleet.kinds[kind].model]
        return wattFactor * Float(spec.gpuCount) * Float(model.busyWatts - model.idleWatts)
    }

    /// - Parameter loss: of the node as it stands.
    @inline(__always)
    private static func gain(
        _ spec: PackingSpec, _ node: PackingNode, _ loss: Float, _ kind: PackingKind, _ table: LossTable
    ) -> PackingGain {
        var gain = PackingGain()
        guard node.holds(spec), spec.gpuCount == 0 || spec.allows(kind.model) else { return gain }
        gain.packages = Float(kind.packages(cpuMilli: node.cpuMilli - spec.cpuMilli) - kind.packages(cpuMilli: node.cpuMilli))
        if spec.isShared {
            table.shared(spec, node, loss, &gain)
        } else if spec.gpuCount == 0 {
            gain.used = loss - table.loss(node.taking(spec, PackingNode.none))
        } else {
            gain.fresh = loss - table.loss(node.taking(spec, node.wholeGPUs(spec)))
        }
        return gain
    }
}
