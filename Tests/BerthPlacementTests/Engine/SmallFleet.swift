import BerthModel

@testable import BerthPlacement

/// A fleet of eight-GPU nodes with two sockets: a site of rows of racks of nodes.
struct SmallFleet {
    let fleet: EngineFleet

    /// - Parameter rackWatts: what claims may add in each rack; rows and the site hold the sum.
    init(rows: Int, racksPerRow: Int, nodesPerRack: Int, rackWatts: Int = 1_000_000) {
        var domains = [EngineFleet.Domain(parent: nil, headroom: Watts(rows * racksPerRow * rackWatts))]
        var nodes: [EngineFleet.Node] = []
        for _ in 0..<rows {
            let row = domains.count
            domains.append(EngineFleet.Domain(parent: 0, headroom: Watts(racksPerRow * rackWatts)))
            for _ in 0..<racksPerRow {
                for _ in 0..<nodesPerRack { nodes.append(EngineFleet.Node(type: 0, domain: domains.count)) }
                domains.append(EngineFleet.Domain(parent: row, headroom: Watts(rackWatts)))
            }
        }
        let type = EngineFleet.NodeType(
            kind: 0, rule: .any, devices: 8, devicesOfNUMANode: [0x0F, 0xF0],
            numaNodes: [.init(cores: 48, mebibytes: 1 << 20), .init(cores: 48, mebibytes: 1 << 20)], wattsPerCore: .zero)
        fleet = EngineFleet(types: [type], nodes: nodes, domains: domains, kindCount: 1, agencyQuotas: [nil, nil])
    }

    static func request(_ count: Int, watts: Int = 600, label: UInt8 = 0) -> ClaimRequest {
        ClaimRequest(
            kind: count == 0 ? nil : 0, count: count, cores: .cores(max(1, count)), mebibytes: 1024, agency: 0,
            wattsPerDevice: Watts(watts), label: label)
    }

    /// The first power domain of a rack and of its row.
    static func rack(_ rack: Int, racksPerRow: Int) -> Int { 2 + rack + rack / racksPerRow }
}
