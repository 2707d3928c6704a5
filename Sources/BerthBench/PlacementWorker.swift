import BerthModel
import BerthPlacement
import Synchronization

/// One thread of the placement benchmark: fills its part of the fleet, then places and releases by turns.
struct PlacementWorker: ~Copyable {
    private let engine: PlacementEngine
    private let lock: SharedLock?
    private let mix: JobMix
    private let bench: PlacementBench
    private var claimer: Claimer
    private var random: SplitMix
    private var targets: KindTargets
    /// One claim for each member; a job of several members is released member by member.
    private var live: ClaimStack
    /// The claim that is released next: it has left `live`, and is held until then.
    private var ending: Claim?
    private var upcoming = 0
    private var measuresLatency = false
    /// Refusals in a row.
    private var failures = 0
    private var result = WorkerResult()

    init(_ engine: PlacementEngine, _ lock: SharedLock?, _ fleet: MixedFleet, _ mix: JobMix, number: Int, _ bench: PlacementBench) {
        self.engine = engine
        self.lock = lock
        self.mix = mix
        self.bench = bench
        claimer = engine.claimer(number)
        random = SplitMix(seed: bench.seed &* 1000 &+ UInt64(number))
        targets = KindTargets(fleet, utilisation: bench.utilisation, threads: bench.threads)
        live = ClaimStack(capacity: fleet.deviceCount / bench.threads + 256)
    }

    mutating func run(_ gate: Gate) -> WorkerResult {
        fill()
        gate.pass(1)
        let probes = claimer.probes
        for _ in 0..<PlacementBench.slices {
            let before = result.placements
            let seconds = turns(for: bench.seconds / Double(PlacementBench.slices))
            result.seconds += seconds
            result.slices.append(Double(result.placements - before) / seconds)
        }
        var first = result
        first.probes = claimer.probes - probes
        gate.pass(2)
        measuresLatency = true
        _ = turns(for: bench.seconds)
        first.latency = result.latency
        first.live = held
        first.devicesInUse = first.live.reduce(0) { $0 + $1.wholeDevices }
        return first
    }

    /// Every claim that it holds.
    var held: [Claim] { live.claims + (ending.map { [$0] } ?? []) }

    /// Places or refuses this many jobs, and ends as many as that needs.
    /// - Returns: how many were placed.
    mutating func turnOver(_ jobs: Int) -> Int {
        let (placed, end) = (result.placements, result.placements + result.failed + jobs)
        while result.placements + result.failed < end { turn() }
        return result.placements - placed
    }

    /// Places until every kind is at its target, or nothing more fits.
    mutating func fill() {
        var failures = 0
        while failures < 1000 {
            let kind = targets.pick(&random)
            if kind < 0 { return }
            failures = place(kind) ? 0 : failures + 1
        }
    }

    /// - Returns: the seconds that it took.
    private mutating func turns(for seconds: Double) -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        while clock.now < end { for _ in 0..<64 { turn() } }
        return (clock.now - start) / .seconds(1)
    }

    /// Places one job, or ends one where every kind is at its target.
    @inline(__always)
    private mutating func turn() {
        // After three refusals in a row room is made, or a fleet that cannot reach its target would only be refused.
        let kind = failures < 3 ? targets.pick(&random) : -1
        if kind < 0 {
            if live.count > 0 || ending != nil { releaseOne() }
            failures = 0
        } else if timedPlace(kind) {
            result.placements += 1
            failures = 0
        } else {
            result.failed += 1
            failures += 1
        }
    }

    @inline(__always)
    private mutating func timedPlace(_ kind: Int) -> Bool {
        guard measuresLatency else { return place(kind) }
        let clock = ContinuousClock()
        let start = clock.now
        let placed = place(kind)
        result.latency.record((clock.now - start).nanoseconds)
        return placed
    }

    /// - Returns: whether a job of this kind was placed, on its kind or on its alternative.
    @inline(__always)
    private mutating func place(_ kind: Int) -> Bool {
        let job = mix.jobs[kind &* JobMix.templatesPerKind &+ random.below(JobMix.templatesPerKind)]
        let agency = Int32(random.below(mix.agencies))
        if place(job, agency) { return true }
        return job.alternative >= 0 && place(mix.jobs[Int(job.alternative)], agency)
    }

    /// All members or none.
    @inline(__always)
    private mutating func place(_ job: JobMix.Job, _ agency: Int32) -> Bool {
        var request = job.request
        request.agency = agency
        for member in 0..<Int(job.members) {
            var claim = Claim()
            guard self.claim(request, into: &claim) else {
                for _ in 0..<member { release(live.pop()) }
                return false
            }
            claim.tag = UInt8(request.kind)
            live.push(claim)
        }
        targets.add(job.wholeDevices, to: Int(request.kind))
        if !request.share.isNone { result.partitions += 1 }
        return true
    }

    @inline(__always)
    private mutating func claim(_ request: ClaimRequest, into claim: inout Claim) -> Bool {
        guard let lock else { return engine.claim(request, by: &claimer, into: &claim) == nil }
        return lock.mutex.withLock { _ in engine.claim(request, by: &claimer, into: &claim) == nil }
    }

    @inline(__always)
    private mutating func release(_ claim: Claim) {
        guard let lock else { return engine.release(claim, by: &claimer) }
        lock.mutex.withLock { _ in engine.release(claim, by: &claimer) }
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
        targets.add(-claim.wholeDevices, to: Int(claim.tag))
        release(claim)
        result.releases += 1
    }
}

extension Claim {
    /// As `JobMix.Job.wholeDevices`.
    var wholeDevices: Int { share.isNone ? devices.nonzeroBitCount : 0 }
}

extension Duration {
    /// Rounded down; for durations of a run of a benchmark.
    var nanoseconds: Int64 { components.seconds &* 1_000_000_000 &+ components.attoseconds / 1_000_000_000 }
}
