/// Least fragmentation first, as published (FGD, ATC 2023): the change of the fragment measure through a sigmoid, rounded down to whole
/// hundredths; of equal nodes the first.
///
/// It is given the distribution of the whole list beforehand, as the published runs are.
package struct FGD: PackingRule {
    private let specs: [PackingSpec]
    private let models: [Int]
    private let typical: TypicalSpecs
    /// Of nodes with equal scores the one on which GPUs come to draw least more.
    private let tiesByWatts: Bool
    /// No pod adds as many watts.
    private static let wattSteps: Int32 = 4096
    private var cache: ScoreCache<Int32>

    /// - Parameter pods: the pods whose distribution is taken as typical, by spec.
    package init(_ fleet: PackingFleet, _ specs: [PackingSpec], pods: [Int32], tiesByWatts: Bool = false) {
        self.specs = specs
        self.tiesByWatts = tiesByWatts
        models = fleet.kinds.map(\.model)
        typical = TypicalSpecs(specs, pods: pods)
        cache = ScoreCache(nodes: fleet.nodes.count, specs: specs.count)
    }

    package mutating func choose(_ spec: Int, on nodes: [PackingNode]) -> PackingChoice? {
        let (asked, typical, models, tiesByWatts) = (specs[spec], typical, models, tiesByWatts)
        let best = cache.best(spec) { node in
            guard let found = FGD.best(asked, on: nodes[node], models, typical) else { return -1 }
            guard tiesByWatts else { return found.score }
            return found.score * FGD.wattSteps + FGD.wattSteps - 1 - FGD.watts(found.gpus, on: nodes[node], models)
        }
        guard let best, let gpus = FGD.best(asked, on: nodes[best], models, typical)?.gpus else { return nil }
        return PackingChoice(node: best, gpus: gpus)
    }

    package mutating func placed(_ spec: Int, at choice: PackingChoice, on nodes: [PackingNode]) { cache.changed(choice.node) }

    package mutating func departed(_ number: Int, from choice: PackingChoice, on nodes: [PackingNode]) { cache.changed(choice.node) }

    /// What GPUs that become busy draw more.
    private static func watts(_ gpus: SIMDMask<SIMD8<Int16>>, on node: PackingNode, _ models: [Int]) -> Int32 {
        let model = OpenBModel.all[models[Int(node.kind)]]
        let opened = PackingNode.count(gpus .& (node.gpus .>= SIMD8(repeating: 1000)))
        return Int32(opened) * Int32(model.busyWatts - model.idleWatts)
    }

    private static func best(
        _ spec: PackingSpec, on node: PackingNode, _ models: [Int], _ typical: TypicalSpecs
    ) -> (score: Int32, gpus: SIMDMask<SIMD8<Int16>>)? {
        let model = models[Int(node.kind)]
        guard node.holds(spec), spec.gpuCount == 0 || spec.allows(model) else { return nil }
        let before = typical.fragments(of: node, model: model)
        func score(_ gpus: SIMDMask<SIMD8<Int16>>) -> Int32 {
            let gain = (before - typical.fragments(of: node.taking(spec, gpus), model: model)) / 1000
            return Int32(100 / (1 + Exponential.of(-gain)))
        }
        guard spec.isShared else {
            let gpus = node.wholeGPUs(spec)
            return (score(gpus), gpus)
        }
        var best: (score: Int32, gpus: SIMDMask<SIMD8<Int16>>)?
        for gpu in 0..<8 where node.gpus[gpu] >= spec.gpuMilli {
            let found = score(PackingNode.only(gpu))
            if found > best?.score ?? -1 { best = (found, PackingNode.only(gpu)) }
        }
        return best
    }
}
