import BerthModel
import TestSupport

@testable import BerthPlacement

/// A small fleet of chance: a few of these node types, under a power tree of chance with budgets that bind.
enum RandomFleet {
    private static func type(
        _ kind: Int?, _ rule: LegalSetRule, _ devices: Int, _ beside: [UInt16], cores: Int, mebibytes: Int, watts: Int = 4,
        sharesBoards: Bool = false
    ) -> EngineFleet.NodeType {
        EngineFleet.NodeType(
            kind: kind, rule: rule, devices: devices, devicesOfNUMANode: beside,
            numaNodes: beside.map { _ in .init(cores: cores, mebibytes: mebibytes) }, wattsPerCore: Watts(watts),
            migProfiles: sharesBoards ? profiles : [], boardMebibytes: sharesBoards ? 81_920 : 0,
            wattsPerBoard: sharesBoards ? Watts(600) : .zero)
    }

    /// Of the boards of kind 0.
    static let profiles = Catalogue.shipped.kinds[KindName(literal: "h100")]?.migProfiles ?? []

    /// Two kinds have two node types each.
    static let types = [
        type(0, .any, 8, [0x0F, 0xF0], cores: 24, mebibytes: 4096, sharesBoards: true),
        type(0, .any, 1, [1], cores: 4, mebibytes: 1024, watts: 3, sharesBoards: true),
        type(1, .alignedBlock(sizes: [1, 4, 8, 16]), 16, [0x0FF0, 0xF00F], cores: 24, mebibytes: 4096),
        type(1, .nodeSet(sizes: [1, 2, 4]), 16, [0, 0], cores: 24, mebibytes: 4096),
        type(2, .ring, 12, [0x03F, 0xFC0], cores: 12, mebibytes: 2048),
        type(2, .line, 6, [0x3F], cores: 12, mebibytes: 2048),
        type(3, .clique(nodes: 18), 4, [0x3, 0xC], cores: 36, mebibytes: 2048),
        type(4, .allToAll(servers: 4), 16, [0, 0], cores: 24, mebibytes: 4096),
        type(nil, .any, 0, [0, 0], cores: 16, mebibytes: 2048),
    ]

    static func make(_ random: inout SeededGenerator) -> EngineFleet {
        let count = Int.random(in: 1...90, using: &random)
        let depth = Int.random(in: 0...4, using: &random)
        var domains = [EngineFleet.Domain(parent: nil, headroom: Watts(count * Int.random(in: 500...9000, using: &random)))]
        for _ in 0..<depth * Int.random(in: 1...6, using: &random) {
            let parent = Int.random(in: max(0, domains.count - 6)..<domains.count, using: &random)
            domains.append(EngineFleet.Domain(parent: parent, headroom: Watts(Int.random(in: 300...30_000, using: &random))))
        }
        var chosen = types.shuffled(using: &random).prefix(Int.random(in: 1...types.count, using: &random))
        // What the index takes to be the most that a node draws is often too low here: requests go beyond it.
        for type in chosen.indices where Bool.random(using: &random) {
            chosen[type].wattsMax = Watts(Int.random(in: 10...9000, using: &random))
        }
        let nodes = (0..<count).map { _ in
            EngineFleet.Node(
                type: Int.random(in: 0..<chosen.count, using: &random), domain: Int.random(in: 0..<domains.count, using: &random),
                label: UInt8.random(in: 0...9, using: &random) == 0 ? 1 : 0)
        }
        let quotas: [Int?] = [nil, Int.random(in: 0...30, using: &random) * 1000, Int.random(in: 0...200, using: &random) * 1000]
        return EngineFleet(types: Array(chosen), nodes: nodes, domains: domains, kindCount: 5, agencyQuotas: quotas)
    }

    static func request(_ random: inout SeededGenerator) -> ClaimRequest {
        if Int.random(in: 0..<5, using: &random) == 0 { return shareRequest(&random) }
        let count = [0, 1, 1, 1, 2, 3, 4, 5, 8, 12, 16].randomElement(using: &random) ?? 1
        let isPart = Int.random(in: 0...4, using: &random) == 0
        return ClaimRequest(
            kind: count == 0 ? nil : Int.random(in: 0...4, using: &random), count: count,
            cores: CoreShare(eighths: isPart ? Int.random(in: 1...7, using: &random) : 8 * Int.random(in: 1...20, using: &random)),
            mebibytes: Int.random(in: 0...3000, using: &random), agency: Int.random(in: 0...2, using: &random),
            wattsPerDevice: Watts(milliwatts: Int64.random(in: 0...900_000, using: &random)),
            label: Int.random(in: 0...9, using: &random) == 0 ? 1 : 0)
    }

    /// A part of one board of kind 0.
    private static func shareRequest(_ random: inout SeededGenerator) -> ClaimRequest {
        let profile = Int.random(in: 0..<profiles.count, using: &random)
        let isInstance = Bool.random(using: &random)
        let thousandths = Int.random(in: 1...999, using: &random)
        return ClaimRequest(
            kind: 0, count: 1, cores: CoreShare(eighths: Bool.random(using: &random) ? 4 : 8),
            mebibytes: Int.random(in: 0...500, using: &random), agency: Int.random(in: 0...2, using: &random), wattsPerDevice: .zero,
            label: Int.random(in: 0...9, using: &random) == 0 ? 1 : 0,
            share: isInstance
                ? BoardShare(profile: profile)
                : BoardShare(thousandths: thousandths, mebibytes: Int.random(in: 0...81_920, using: &random)),
            charge: isInstance ? BoardShare.charge(for: profiles[profile]) : thousandths)
    }
}
