import BerthModel
import BerthPlacement

/// One thread of the placement benchmark: fills its part of the fleet, then places and releases by turns.
struct PlacementWorker: ~Copyable {
    struct Result: Sendable {
        var live: [Claim] = []
        var placements = 0
        var releases = 0
        var failed = 0
        var probes = 0
        var seconds = 0.0
        var latency = LatencyHistogram()
    }

    private let engine: PlacementEngine
    private let mix: JobMix
    private let bench: PlacementBench
    private var claimer: Claimer
    private var random: SplitMix
    /// One claim for each member; a job of several members is released member by member.
    private var live: ClaimStack
    private var ending: Claim?
    private var upcoming = 0
    private var used: [Int]
    private let targets: [Int]
    private(set) var result = Result()

    init(_ engine: PlacementEngine, _ fleet: MixedFleet, _ mix: JobMix, number: Int, of threads: Int, _ bench: PlacementBench) {
        self.engine = engine
        self.mix = mix
        self.bench = bench
        claimer = engine.claimer(number)
        random = SplitMix(seed: bench.seed &* 1000 &+ UInt64(number))
        let types = fleet.fleet.types
        var devices = [Int](repeating: 0, count: fleet.kinds.count)
        for node in fleet.fleet.nodes { devices[types[node.type].kind ?? 0] += types[node.type].devices }
        targets = devices.map { Int(Double($0) * bench.utilisation) / threads }
        used = devices.map { _ in 0 }
        live = ClaimStack(capacity: fleet.deviceCount / threads + 16)
    }

    /// A kind that is below its target, by the size of what it lacks.
    @inline(__always)
    private mutating func pickKind() -> Int {
        var kind = random.below(used.count)
        for _ in 0..<used.count {
            if used[kind] < targets[kind] { return kind }
            kind = kind + 1 == used.count ? 0 : kind + 1
        }
        return -1
    }

    /// All members or none. - Returns: whether they were placed.
    @inline(__always)
    private mutating func place(_ kind: Int) -> Bool {
        var job = mix.jobs[kind &* JobMix.templatesPerKind &+ random.below(JobMix.templatesPerKind)]
        job.request.agency = Int32(random.below(mix.agencies))
        for member in 0..<Int(job.members) {
            var claim = Claim()
            if engine.claim(job.request, by: &claimer, into: &claim) != nil {
                for _ in 0..<member { engine.release(live.pop(), by: &claimer) }
                return false
            }
            claim.tag = UInt8(kind)
            live.push(claim)
        }
        used[kind] += Int(job.devices)
        return true
    }

    /// Places until every kind is at its target, or nothing more fits.
    mutating func fill() {
        var failures = 0
        while failures < 1000 {
            let kind = pickKind()
            if kind < 0 { return }
            failures = place(kind) ? 0 : failures + 1
        }
    }

    mutating func measure() {
        let clock = ContinuousClock()
        let probes = claimer.probes
        let start = clock.now
        let end = start + .seconds(bench.seconds)
        var failures = 0
        while clock.now < end {
            for _ in 0..<64 {
                let kind = failures < 3 ? pickKind() : -1
                if kind < 0 {
                    if live.count > 0 { releaseOne() }
                    failures = 0
                } else if timed({ worker in worker.place(kind) }) {
                    result.placements += 1
                    failures = 0
                } else {
                    result.failed += 1
                    failures += 1
                }
            }
        }
        result.seconds = (clock.now - start) / .seconds(1)
        result.probes = claimer.probes - probes
        result.live = live.claims + (ending.map { [$0] } ?? [])
    }

    @inline(__always)
    private mutating func timed(_ body: (inout PlacementWorker) -> Bool) -> Bool {
        guard bench.measuresLatency else { return body(&self) }
        let clock = ContinuousClock()
        let start = clock.now
        let placed = body(&self)
        let (seconds, attoseconds) = (clock.now - start).components
        result.latency.record(seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000)
        return placed
    }

    /// Ends of jobs are known a little before they are dealt with: of the next its node is already asked for, of the one after that
    /// its record.
    @inline(__always)
    private mutating func releaseOne() {
        let claim: Claim
        if bench.victims == .newest {
            claim = live.pop()
        } else {
            if let ending { claim = ending } else { claim = live.take(random.below(live.count)) }
            if live.count > 0 {
                let next = live.take(min(upcoming, live.count - 1))
                engine.expectRelease(of: next)
                ending = next
            } else {
                ending = nil
            }
            if live.count > 0 {
                upcoming = random.below(live.count)
                live.prefetch(upcoming)
            }
        }
        used[Int(claim.tag)] -= claim.devices.nonzeroBitCount
        engine.release(claim, by: &claimer)
        result.releases += 1
    }
}
