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
    /// Devices of a node, 1 or 2.
    var devices = 2
    var sharing = Sharing.none
    /// Whether both nodes are in one link domain.
    var isLinked = false

    enum Sharing {
        case none
        /// In MIG instances of one profile, two of which fill a board.
        case instances
        /// In time and memory.
        case time
    }

    static let boardMebibytes = 1000
    /// What a board with tenants draws, whoever they are.
    static let wattsPerBoard = 280
    static let profile = "3g.40gb"

    private var profiles: [MIGProfile] {
        guard sharing == .instances, let kind = try? Catalogue.shipped.kind(KindName(literal: "h100")) else { return [] }
        return kind.migProfiles.filter { $0.name == ModelFleet.profile }
    }

    var fleet: EngineFleet {
        let watts = [siteWatts, hallWatts, rowWatts, rackWatts, rackWatts]
        let parents: [Int?] = [nil, ModelFleet.site, ModelFleet.hall, ModelFleet.row, ModelFleet.row]
        let type = EngineFleet.NodeType(
            kind: 0, rule: .any, devices: devices, devicesOfNUMANode: [0b01, devices > 1 ? 0b10 : 0],
            numaNodes: [.init(cores: cores, mebibytes: mebibytes), .init(cores: cores, mebibytes: mebibytes)],
            wattsPerCore: Watts(Ask.wattsPerCore), migProfiles: profiles,
            boardMebibytes: sharing == .time ? ModelFleet.boardMebibytes : 0,
            wattsPerBoard: sharing == .none ? .zero : Watts(ModelFleet.wattsPerBoard))
        let racks = [ModelFleet.rackA, oneRack ? ModelFleet.rackA : ModelFleet.rackB]
        return EngineFleet(
            types: [type],
            nodes: racks.map { EngineFleet.Node(type: 0, domain: $0, link: isLinked ? 0 : nil) },
            domains: zip(parents, watts).map { .init(parent: $0, headroom: Watts($1)) }, kindCount: 1,
            agencyQuotas: quotas.map { $0.map { $0 * 1000 } })
    }
}

extension Ask {
    var request: ClaimRequest {
        ClaimRequest(
            kind: devices == 0 ? nil : 0, count: devices, cores: CoreShare(eighths: eighths), mebibytes: mebibytes, agency: agency,
            wattsPerDevice: Watts(Ask.wattsPerDevice), label: label, share: boardShare)
    }
}
