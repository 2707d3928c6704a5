import BerthModel
import BerthPlacement
import Synchronization

/// Threads that claim, release, form gangs, drain, relabel and change budgets on one engine whose watts are short, then a recount.
package struct EngineStress: Sendable {
    package var operations: Int
    package var threads: Int
    package var seed: UInt64

    package init(operations: Int, threads: Int = 2, seed: UInt64) {
        self.operations = operations
        self.threads = threads
        self.seed = seed
    }

    package struct Report: Sendable {
        package var claims = 0
        package var refusals = 0
        package var gangs = 0
        package var changes = 0
        package var conflicts = 0
        /// Empty when no invariant was broken.
        package var faults: [String] = []
    }

    private static let racks = 12
    private static let nodesPerRack = 8

    /// Racks, rows, a hall and the site each have the watts of less than what stands below them.
    private static let fleet: EngineFleet = {
        var domains = [EngineFleet.Domain(parent: nil, headroom: Watts(200_000)), .init(parent: 0, headroom: Watts(190_000))]
        var nodes: [EngineFleet.Node] = []
        for rack in 0..<racks {
            if rack.isMultiple(of: 4) { domains.append(.init(parent: 1, headroom: Watts(80_000))) }
            let row = domains.count - 1 - rack % 4
            for node in 0..<nodesPerRack { nodes.append(.init(type: node == 0 ? 1 : 0, domain: domains.count)) }
            domains.append(.init(parent: row, headroom: Watts(24_000)))
        }
        let gpus = EngineFleet.NodeType(
            kind: 0, rule: .any, devices: 8, devicesOfNUMANode: [0x0F, 0xF0],
            numaNodes: [.init(cores: 24, mebibytes: 65_536), .init(cores: 24, mebibytes: 65_536)], wattsPerCore: Watts(4))
        let chips = EngineFleet.NodeType(
            kind: 1, rule: .alignedBlock(sizes: [1, 4, 8, 16]), devices: 16, devicesOfNUMANode: [0x0FF0, 0xF00F],
            numaNodes: [.init(cores: 24, mebibytes: 65_536), .init(cores: 24, mebibytes: 65_536)], wattsPerCore: Watts(4))
        return EngineFleet(types: [gpus, chips], nodes: nodes, domains: domains, kindCount: 2, agencyQuotas: [nil, 300_000, 60_000])
    }()

    package func run() -> Report {
        let engine = PlacementEngine(EngineStress.fleet, claimers: threads)
        let owners = WordArray([UInt64](repeating: 0, count: EngineStress.fleet.nodes.count))
        let report = Mutex(Report())
        let left = Mutex<[Claim]>([])
        Threads.run(
            (0..<threads).map { number -> @Sendable () -> Void in
                {
                    var worker = EngineWorker(engine: engine, owners: owners, number: number, seed: seed)
                    for _ in 0..<operations / threads where worker.report.faults.isEmpty { worker.step() }
                    worker.settle()
                    report.withLock { [worker] in
                        $0.claims += worker.report.claims
                        $0.refusals += worker.report.refusals
                        $0.gangs += worker.report.gangs
                        $0.changes += worker.report.changes
                        $0.conflicts += worker.report.conflicts
                        $0.faults += worker.report.faults
                    }
                    left.withLock { [worker] in $0 += worker.held.flatMap { $0 } }
                }
            })
        var result = report.withLock { $0 }
        let held = left.withLock { $0 }
        result.faults += engine.faults(holding: held)
        var claimer = engine.claimer(0)
        for claim in held { engine.release(claim, by: &claimer) }
        result.faults += engine.faults(holding: [])
        let (used, fresh) = (EngineStress.fill(engine), EngineStress.fill(PlacementEngine(EngineStress.fleet, claimers: threads)))
        if used != fresh { result.faults.append("an emptied engine holds \(used) jobs, one that was never used \(fresh)") }
        return result
    }

    /// How many whole nodes an empty engine gives to each kind, until it refuses.
    private static func fill(_ engine: PlacementEngine) -> [Int] {
        var claimer = engine.claimer(0)
        var claim = Claim()
        return [(0, 8), (1, 16)].map { kind, count in
            let request = ClaimRequest(
                kind: kind, count: count, cores: CoreShare(eighths: 64), mebibytes: 1024, agency: 0, wattsPerDevice: Watts(300))
            var sum = 0
            while engine.claim(request, by: &claimer, into: &claim) == nil { sum += 1 }
            return sum
        }
    }
}
