import BerthModel
import BerthPlacement

/// One thread that places with `NaiveScan`: the same jobs, targets and victims as `PlacementWorker`.
struct ScanWorker {
    private let scan: NaiveScan
    private let mix: JobMix
    private let bench: PlacementBench
    private let nodes: Int
    private var random: SplitMix
    private var targets: KindTargets
    private var live: [NaiveClaim] = []
    private var result = WorkerResult()

    init(_ scan: NaiveScan, _ fleet: MixedFleet, _ mix: JobMix, number: Int, _ bench: PlacementBench) {
        self.scan = scan
        self.mix = mix
        self.bench = bench
        nodes = fleet.fleet.nodes.count
        random = SplitMix(seed: bench.seed &* 1000 &+ UInt64(number))
        targets = KindTargets(fleet, utilisation: bench.utilisation, threads: bench.threads)
    }

    mutating func run(_ gate: Gate) -> WorkerResult {
        fill()
        gate.pass(1)
        for _ in 0..<PlacementBench.slices {
            let before = result.placements
            let seconds = turns(for: bench.seconds / Double(PlacementBench.slices))
            result.seconds += seconds
            result.slices.append(Double(result.placements - before) / seconds)
        }
        var first = result
        gate.pass(2)
        // Two readings of the clock are nothing beside a scan: they were taken in the first run too.
        result.latency = LatencyHistogram()
        _ = turns(for: bench.seconds)
        first.latency = result.latency
        first.probes = first.placements * nodes
        first.devicesInUse = live.reduce(0) { $0 + $1.devices.nonzeroBitCount }
        return first
    }

    private mutating func fill() {
        var failures = 0
        while failures < 100 {
            let kind = targets.pick(&random)
            if kind < 0 { return }
            let start = random.below(nodes)
            failures = place(kind, { scan, request in scan.fill(request, from: start) }) ? 0 : failures + 1
        }
    }

    private mutating func turns(for seconds: Double) -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        var failures = 0
        while clock.now < end {
            let kind = failures < 3 ? targets.pick(&random) : -1
            guard kind >= 0 else {
                if !live.isEmpty { releaseOne() }
                failures = 0
                continue
            }
            let before = clock.now
            let placed = place(kind, { scan, request in scan.place(request) })
            result.latency.record((clock.now - before).nanoseconds)
            if placed {
                result.placements += 1
                failures = 0
            } else {
                result.failed += 1
                failures += 1
            }
        }
        return (clock.now - start) / .seconds(1)
    }

    private mutating func place(_ kind: Int, _ claim: (NaiveScan, ClaimRequest) -> NaiveClaim?) -> Bool {
        let job = mix.jobs[kind * JobMix.templatesPerKind + random.below(JobMix.templatesPerKind)]
        let agency = Int32(random.below(mix.agencies))
        if place(job, agency, claim) { return true }
        return job.alternative >= 0 && place(mix.jobs[Int(job.alternative)], agency, claim)
    }

    /// All members or none.
    private mutating func place(_ job: JobMix.Job, _ agency: Int32, _ claim: (NaiveScan, ClaimRequest) -> NaiveClaim?) -> Bool {
        var request = job.request
        request.agency = agency
        for member in 0..<Int(job.members) {
            guard let held = claim(scan, request) else {
                for _ in 0..<member { scan.release(live.removeLast()) }
                return false
            }
            live.append(held)
        }
        targets.add(Int(job.devices), to: Int(request.kind))
        return true
    }

    private mutating func releaseOne() {
        if bench.victims == .random { live.swapAt(random.below(live.count), live.count - 1) }
        let claim = live.removeLast()
        targets.add(-claim.devices.nonzeroBitCount, to: Int(claim.kind))
        scan.release(claim)
        result.releases += 1
    }
}
