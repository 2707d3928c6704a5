import BerthModel
import PlacementStress

@testable import BerthPlacement

extension Site {
    /// Two to five nodes of any kind in one to three racks, with budgets that bite or not.
    /// - Parameter hasGroups: some nodes are in groups with budgets of their own, across racks.
    static func random(using random: inout SplitMix, hasGroups: Bool = false) -> Site {
        var site = Site()
        let racks = ["rack-a", "rack-b", "rack-c"].prefix(Int.random(in: 1...3, using: &random))
        for index in 0..<Int.random(in: 2...5, using: &random) {
            let groups = [[gpus()], [gpus(4)], [chips()], [gpus(), chips()], []][Int.random(in: 0..<5, using: &random)]
            site.add(
                "n\(index)", groups, rack: racks.randomElement(using: &random) ?? "rack-a", cores: Int.random(in: 2...18, using: &random),
                gibibytes: 8,
                coreWatts: [3, 4, 40].randomElement(using: &random) ?? 4, sockets: [1, 2, 2, 2, 4, 5].randomElement(using: &random) ?? 2)
        }
        for name in hasGroups ? ["breaker-1", "breaker-2"] : [] {
            site.groups[name] = site.nodes.map(\.name.text).filter { _ in Bool.random(using: &random) }
            site.budgets[name] = Watts(Int.random(in: 5...14, using: &random) * 1000)
        }
        for name in racks + ["site"] where Bool.random(using: &random) {
            site.budgets[name] = Watts(Int.random(in: 10...34, using: &random) * 1000)
        }
        for rack in racks + site.groups.keys.sorted() {
            if let above = site.budgets["site"], let budget = site.budgets[rack], budget > above { site.budgets[rack] = above }
        }
        return site
    }

    /// A request that fits this sort of fleet now and then.
    static func request(using random: inout SplitMix) -> PlacementRequest {
        func alternative(_ kind: KindName, _ counts: [Int]) -> PlacementRequest.Alternative {
            .init(
                kind: kind, count: counts.randomElement(using: &random) ?? 1,
                wattsPerDevice: Watts(Int.random(in: 50...600, using: &random)))
        }
        let h200 = alternative(Site.h200, [1, 1, 2, 3, 4, 8])
        let trn2 = alternative(Site.trn2, [1, 4, 8, 16])
        let cores = PlacementRequest.Alternative(kind: nil, count: 0, wattsPerDevice: .zero)
        let alternatives = [[h200], [trn2], [h200, trn2], [cores]][Int.random(in: 0..<4, using: &random)]
        let cpus =
            Int.random(in: 0..<3, using: &random) == 0
            ? CoreShare(eighths: Int.random(in: 1...7, using: &random)) : CoreShare.cores(Int.random(in: 1...9, using: &random))
        return PlacementRequest(
            members: Array(0..<(Int.random(in: 0..<3, using: &random) == 0 ? Int.random(in: 2...4, using: &random) : 1)),
            alternatives: alternatives, cpus: cpus,
            memory: .mebibytes([0, 100, 3000, 9000].randomElement(using: &random) ?? 0),
            nodeList: Int.random(in: 0..<6, using: &random) == 0 ? [Site.name("n0"), Site.name("n1")] : [],
            exclude: Int.random(in: 0..<6, using: &random) == 0 ? [Site.name("n1")] : [])
    }
}
