import BerthModel
import BerthPolicy
import BerthScheduler

/// Small fleets, policies and jobs for tests.
enum Samples {
    static let h200 = KindName(literal: "h200")
    static let trn2 = KindName(literal: "trn2")
    static let noaa = AgencyName(literal: "noaa")
    static let nasa = AgencyName(literal: "nasa")

    /// Members of one agency each, and an operator.
    static let ann = Caller(uid: 1001, gid: 1001, user: "ann")
    static let bob = Caller(uid: 1002, gid: 1002, user: "bob")
    static let eve = Caller(uid: 1003, gid: 1003, user: "eve")
    static let root = Caller(uid: 0, gid: 0, user: "root")

    /// One node with modelled devices: `cores` cores in two NUMA nodes, 64 GiB.
    static func node(_ name: String, _ groups: [(StaticString, Int)], cores: Int = 16, place: PlaceName = Place.site) throws -> FleetNode {
        let numaNodes = (0..<2).map { numa in
            NUMANode(index: numa, cores: (0..<cores / 2).map { [numa * cores / 2 + $0] }, memory: .gibibytes(32))
        }
        let groups = groups.map { kind, count in
            let kind = Catalogue.shipped.kinds[KindName(literal: kind)]!
            return DeviceGroup(
                kind: kind.name, devices: (0..<count).map { Device(id: kind.modelledDeviceID($0), numaNode: nil, isModelled: true) },
                legalSets: kind.legalSets)
        }
        return FleetNode(
            name: try NodeName(name), groups: groups, numaNodes: numaNodes, place: place, hostIdle: Watts(100), wattsPerCore: Watts(0),
            isModelled: true)
    }

    static func fleet(_ nodes: [FleetNode], ports: ClosedRange<Int> = 20_000...20_099) -> Fleet {
        Fleet(name: "test", nodes: nodes, places: [Place(name: Place.site, parent: nil, rating: nil)], ports: ports)
    }

    /// Two nodes of 8 x h200 and one of 16 x trn2.
    static func mixedFleet() throws -> Fleet {
        fleet([try node("h-1", [("h200", 8)]), try node("h-2", [("h200", 8)]), try node("t-1", [("trn2", 16)])])
    }

    /// Nodes of 8 x h200.
    static func gpuFleet(_ count: Int) throws -> Fleet { fleet(try (1...count).map { try node("h-\($0)", [("h200", 8)]) }) }

    static func policy(budget: Watts? = nil) -> Policy {
        Policy(
            power: budget.map { [Policy.BudgetRule(name: Place.site, parent: nil, budget: $0)] } ?? [],
            agencies: [noaa: Policy.Agency(users: ["ann", "bob"]), nasa: Policy.Agency(users: ["eve"])])
    }

    static func job(_ name: String = "job", _ jobClass: JobClass = .batch, _ change: (inout JobSpec) -> Void = { _ in }) -> JobSpec {
        var spec = JobSpec(name: name, jobClass: jobClass, program: .command(["true"]), directory: "/tmp")
        change(&spec)
        return spec
    }
}
