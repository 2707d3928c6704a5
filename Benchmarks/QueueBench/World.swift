import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import Foundation

/// The fleet, its agencies and its scheduler, driven by a virtual clock.
struct World {
    static let h200 = KindName(literal: "h200")
    static let trn2 = KindName(literal: "trn2")
    private static let root = Caller(uid: 0, gid: 0, user: "root")

    let scheduler: Scheduler
    var random: SplitMix
    var now = Timestamp(milliseconds: 1_000_000_000)
    let callers: [Caller]
    let specs: [KindName: [JobSpec]]
    let policy: Policy
    /// Live runs on h200.
    var runs: [[RunID]] = []
    var waiting = 0

    init(nodes: Int, agencies: Int, departments: Int, memories: Int, isFair: Bool, _ backfill: Policy.Backfill, seed: UInt64) throws {
        random = SplitMix(seed: seed)
        let fleet = try World.fleet(nodes)
        callers = (0..<agencies).map { Caller(uid: UInt32(10_000 + $0), gid: 1, user: "u\($0)") }
        var policy = try World.policy(agencies, departments, nodes: nodes, isFair: isFair, &random)
        policy.backfill = backfill
        self.policy = policy
        let first = PolicyRevision(number: 1, text: "", by: "root", at: now, policy: policy)
        scheduler = try Scheduler(fleet: fleet, catalogue: .shipped, revision: first)
        _ = try scheduler.applyPolicy(text: "", policy: policy, ifRevision: nil, by: World.root, at: now)
        specs = World.specs(memories, hasLimits: backfill.method != .none)
    }

    private static func policy(_ agencies: Int, _ departments: Int, nodes: Int, isFair: Bool, _ random: inout SplitMix) throws -> Policy {
        var all: [AgencyName: Policy.Agency] = [:]
        let devices = nodes * 6 / 10 * 8
        for index in 0..<departments {
            // Some departments are at their limits while the fleet is full, and borrow.
            var department = Policy.Agency(deviceLimits: [World.h200: max(8, devices / departments)])
            department.borrowing.devices = [World.h200: max(8, devices / departments / 10)]
            department.share = 1 + random.below(20)
            all[try AgencyName("dept\(index)")] = department
        }
        for index in 0..<agencies {
            let parent = departments == 0 ? nil : try AgencyName("dept\(index % departments)")
            var agency = Policy.Agency(parent: parent, users: ["u\(index)"])
            agency.share = 1 + random.below(20)
            all[try AgencyName("agency\(index)")] = agency
        }
        var queues: [QueueName: Policy.Queue] = [:]
        for (name, weight) in [("low", 0), ("high", 10)] { queues[try QueueName(name)] = Policy.Queue(weight: weight) }
        var policy = Policy(queues: queues, agencies: all)
        if isFair { policy.fairness = Policy.Fairness(halfLife: .seconds(604_800)) }
        return policy
    }

    /// Time limits: where jobs have reservations, how long one may stay is part of its shape.
    private static let hours = [1, 4, 12, 48]

    private static func specs(_ memories: Int, hasLimits: Bool) -> [KindName: [JobSpec]] {
        let specs = specs(memories)
        guard hasLimits else { return specs }
        return specs.mapValues { specs in
            specs.flatMap { spec in
                hours.map { hours in
                    var limited = spec
                    limited.time = .seconds(hours * 3600)
                    return limited
                }
            }
        }
    }

    private static func specs(_ memories: Int) -> [KindName: [JobSpec]] {
        var specs: [KindName: [JobSpec]] = [:]
        for memory in 0..<memories {
            for (kind, counts) in [(h200, [1, 2, 4, 8]), (trn2, [1, 4, 8])] {
                for count in counts {
                    var spec = JobSpec(name: "job", jobClass: .batch, program: .command(["true"]), directory: "/tmp")
                    spec.accelerators = [AcceleratorRequest(kind: kind, count: count)]
                    spec.cpus = .cores(count * 2)
                    spec.memory = .gibibytes(count * 8 + memory)
                    specs[kind, default: []] += [JobSpec](repeating: spec, count: max(1, 8 / count))
                    guard count == 8, kind == h200 else { continue }
                    for members in [2, 4] {
                        var gang = spec
                        gang.jobClass = .gang
                        gang.nodes = members
                        specs[kind, default: []].append(gang)
                    }
                }
            }
        }
        return specs
    }

    private static func fleet(_ count: Int) throws -> Fleet {
        var groups: [KindName: DeviceGroup] = [:]
        for (kind, devices) in [(h200, 8), (trn2, 16)] {
            guard let data = Catalogue.shipped.kinds[kind] else { preconditionFailure("the catalogue has no \(kind)") }
            groups[kind] = DeviceGroup(
                kind: kind,
                devices: (0..<devices).map { Device(id: data.modelledDeviceID($0), numaNode: $0 * 2 / devices, isModelled: true) },
                legalSets: data.legalSets)
        }
        let numaNodes = (0..<2).map { numa in
            NUMANode(index: numa, cores: (0..<48).map { [numa * 48 + $0] }, memory: .gibibytes(1024))
        }
        var places = [Place(name: Place.site, parent: nil, rating: Watts(count * 14_000))]
        var nodes: [FleetNode] = []
        for index in 0..<count {
            if index % 16 == 0 {
                places.append(Place(name: try PlaceName("r\(index / 16)"), parent: Place.site, rating: Watts(16 * 14_000)))
            }
            guard let group = groups[index % 10 < 6 ? h200 : trn2] else { continue }
            nodes.append(
                FleetNode(
                    name: try NodeName("n\(index)"), groups: [group], numaNodes: numaNodes, place: places[places.count - 1].name,
                    hostIdle: Watts(800), wattsPerCore: Watts(3), isModelled: true))
        }
        return Fleet(name: "bench", nodes: nodes, places: places)
    }
}
