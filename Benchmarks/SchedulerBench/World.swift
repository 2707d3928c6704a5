import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import Foundation
import Synchronization

/// A fleet of one kind, its jobs and its scheduler, driven by a virtual clock.
struct World {
    private final class Sink: Sendable {
        let reports = Mutex<[ExecutorReport]>([])

        func take() -> [ExecutorReport] {
            reports.withLock { reports in
                defer { reports = [] }
                return reports
            }
        }
    }

    private let scheduler: Scheduler
    private let executor: SimulatedExecutor
    private let sink: Sink
    private var random: SplitMix
    private var now = Timestamp(milliseconds: 0)
    private let specs: [JobSpec]
    /// Milliseconds between two arrivals, on average.
    private let gap: Double
    private let caller = Caller(uid: 1000, gid: 1000, user: "user")
    private(set) var entries = 0
    private(set) var running = 0

    static let meanSeconds = 600.0
    private static let sizes = [(count: 1, percent: 70), (2, 15), (4, 8), (8, 7)]

    init(nodes: Int, load: Double, placement: PlacementRule, seed: UInt64) throws {
        let fleet = try World.fleet(nodes)
        var agencies: [AgencyName: Policy.Agency] = [:]
        agencies[AgencyName(literal: "agency")] = Policy.Agency(users: ["*"])
        let policy = Policy(agencies: agencies, placement: placement)
        scheduler = try Scheduler(
            fleet: fleet, catalogue: .shipped,
            revision: PolicyRevision(number: 1, text: "", by: "root", at: Timestamp(milliseconds: 0), policy: policy))
        _ = try scheduler.applyPolicy(text: "", policy: policy, ifRevision: nil, by: Caller(uid: 0, gid: 0, user: "root"), at: now)
        let sink = Sink()
        self.sink = sink
        executor = SimulatedExecutor(at: now) { report in sink.reports.withLock { $0.append(report) } }
        random = SplitMix(seed: seed)
        specs = World.sizes.flatMap { size, percent in
            var spec = JobSpec(name: "job", jobClass: .batch, program: .command(["true"]), directory: "/tmp")
            spec.accelerators = [AcceleratorRequest(kind: KindName(literal: "h200"), count: size)]
            spec.cpus = .cores(size * 4)
            spec.memory = .gibibytes(size * 8)
            return [JobSpec](repeating: spec, count: percent)
        }
        var percents = 0
        for (count, percent) in World.sizes { percents += count * percent }
        let wanted: Double = load * Double(nodes * 8)
        gap = World.meanSeconds * 10 * Double(percents) / wanted
    }

    static func fleet(_ count: Int) throws -> Fleet {
        guard let kind = Catalogue.shipped.kinds[KindName(literal: "h200")] else { preconditionFailure("the catalogue has no h200") }
        let devices = (0..<8).map { Device(id: kind.modelledDeviceID($0), numaNode: $0 / 4, isModelled: true) }
        let numaNodes = (0..<2).map { numa in
            NUMANode(index: numa, cores: (0..<48).map { [numa * 48 + $0] }, memory: .gibibytes(1024))
        }
        var places = [Place(name: Place.site, parent: nil, rating: nil)]
        var nodes: [FleetNode] = []
        for index in 0..<count {
            if index % 16 == 0 {
                places.append(Place(name: try PlaceName("r\(index / 16)"), parent: Place.site, rating: Watts(16 * 12_000)))
            }
            nodes.append(
                FleetNode(
                    name: try NodeName("n\(index)"), groups: [DeviceGroup(kind: kind.name, devices: devices, legalSets: kind.legalSets)],
                    numaNodes: numaNodes, place: places[places.count - 1].name, hostIdle: Watts(800), wattsPerCore: Watts(3),
                    isModelled: true))
        }
        return Fleet(name: "bench", nodes: nodes, places: places)
    }

    /// - Parameter step: milliseconds between passes.
    mutating func run(jobs: Int, step: Int64) throws {
        var (submitted, next) = (0, 0.0)
        while submitted < jobs {
            now = now + .milliseconds(step)
            executor.advance(to: now)
            while submitted < jobs, next <= Double(now.milliseconds) {
                var spec = specs[random.below(specs.count)]
                spec.simulation = Simulation(duration: .milliseconds(Int64(exponential() * World.meanSeconds * 1000) + 1))
                _ = try scheduler.submit(spec, by: caller, key: nil, at: now)
                submitted += 1
                next += exponential() * gap
            }
            settle()
        }
    }

    private mutating func exponential() -> Double { -log(1 - Double(random.next() >> 11) / Double(1 << 53)) }

    private mutating func settle() {
        var reports = sink.take()
        repeat {
            for report in reports {
                if case .exited = report { running -= 1 }
                scheduler.report(report, at: now)
            }
            scheduler.advance(to: now)
            let output = scheduler.takeOutput()
            entries += output.entries.count
            for effect in output.effects {
                if case .start = effect { running += 1 }
                executor.perform(effect)
            }
            reports = sink.take()
        } while !reports.isEmpty
    }
}
