import BerthModel
import BerthPlacement

/// Two nodes of two devices in two racks of one row of one hall of one site; small enough that claimers meet all the time.
struct ModelFleet {
    static let (site, hall, row, rackA, rackB) = (0, 1, 2, 3, 4)

    var rackWatts = 600
    var rowWatts = 100_000
    var hallWatts = 100_000
    var siteWatts = 100_000
    var oneRack = false
    /// Devices that each agency may hold.
    var quotas: [Int?] = [nil, 2]
    var cores = 2
    var mebibytes = 300

    var fleet: EngineFleet {
        let watts = [siteWatts, hallWatts, rowWatts, rackWatts, rackWatts]
        let parents: [Int?] = [nil, ModelFleet.site, ModelFleet.hall, ModelFleet.row, ModelFleet.row]
        let type = EngineFleet.NodeType(
            kind: 0, rule: .any, devices: 2, devicesOfNUMANode: [0b01, 0b10],
            numaNodes: [.init(cores: cores, mebibytes: mebibytes), .init(cores: cores, mebibytes: mebibytes)],
            wattsPerCore: Watts(Ask.wattsPerCore))
        return EngineFleet(
            types: [type],
            nodes: [.init(type: 0, domain: ModelFleet.rackA), .init(type: 0, domain: oneRack ? ModelFleet.rackA : ModelFleet.rackB)],
            domains: zip(parents, watts).map { .init(parent: $0, headroom: Watts($1)) }, kindCount: 1,
            agencyQuotas: quotas.map { $0.map { $0 * 1000 } })
    }
}

extension Ask {
    var request: ClaimRequest {
        ClaimRequest(
            kind: devices == 0 ? nil : 0, count: devices, cores: CoreShare(eighths: eighths), mebibytes: mebibytes, agency: agency,
            wattsPerDevice: Watts(Ask.wattsPerDevice), label: label)
    }
}
