import BerthModel
import BerthPlacement

/// One thread of `EngineStress`: what it claims it enters into an owner table that knows nothing of the engine.
struct EngineWorker {
    let engine: PlacementEngine
    /// The devices of each node that somebody holds, by the engine's number of the node.
    let owners: WordArray
    let number: Int
    private var claimer: Claimer
    private var random: SplitMix
    private(set) var held: [[Claim]] = []
    private(set) var report = EngineStress.Report()
    private var drained: Int?
    private var label: UInt8 = 0
    private var lowered: (domain: Int, amount: Watts)?
    private var steps = 0

    private static let heldMax = 60
    private static let stepsPerChange = 200

    init(engine: PlacementEngine, owners: WordArray, number: Int, seed: UInt64) {
        self.engine = engine
        self.owners = owners
        self.number = number
        claimer = engine.claimer(number)
        random = SplitMix(seed: seed &+ UInt64(number) &* 0x1234_5678_9ABC)
    }

    mutating func step() {
        steps += 1
        if steps.isMultiple(of: EngineWorker.stepsPerChange) { change() }
        if held.isEmpty || held.count < EngineWorker.heldMax && Int.random(in: 0..<100, using: &random) < 55 { claim() } else { release() }
        report.conflicts = claimer.conflicts
    }

    private mutating func claim() {
        let kind = Int.random(in: 0...1, using: &random)
        let count = [[1, 2, 4, 8], [1, 4, 8, 16]][kind][Int.random(in: 0..<4, using: &random)]
        let isPart = Int.random(in: 0..<5, using: &random) == 0
        let coresAlone = Int.random(in: 0..<8, using: &random) == 0
        let request = ClaimRequest(
            kind: coresAlone ? nil : kind, count: coresAlone ? 0 : count,
            cores: CoreShare(eighths: isPart ? Int.random(in: 1...7, using: &random) : 8 * Int.random(in: 1...6, using: &random)),
            mebibytes: Int.random(in: 0...2000, using: &random), agency: Int.random(in: 0...2, using: &random),
            wattsPerDevice: Watts(Int.random(in: 100...700, using: &random)), label: Int.random(in: 0..<10, using: &random) == 0 ? 1 : 0)
        var claims: [Claim] = []
        if Int.random(in: 0..<12, using: &random) == 0 {
            if engine.claim(gangOf: Int.random(in: 2...4, using: &random), request, by: &claimer, into: &claims) == nil {
                report.gangs += 1
            } else if !claims.isEmpty {
                report.faults.append("(4) a refused gang keeps \(claims.count) of its claims")
            }
        } else {
            var claim = Claim()
            if engine.claim(request, by: &claimer, into: &claim) == nil { claims = [claim] }
        }
        guard !claims.isEmpty else {
            report.refusals += 1
            if !held.isEmpty { release() }
            return
        }
        for claim in claims where owners.update(engine.position(of: claim.node), by: { enter($0, claim) }) == nil {
            report.faults.append("(1) a device of node \(claim.node) has two owners")
        }
        report.claims += claims.count
        held.append(claims)
    }

    private func enter(_ owned: UInt64, _ claim: Claim) -> UInt64? {
        owned & UInt64(claim.devices) == 0 ? owned | UInt64(claim.devices) : nil
    }

    private mutating func release() {
        let index = Int.random(in: 0..<held.count, using: &random)
        held.swapAt(index, held.count - 1)
        for claim in held.removeLast() {
            owners.update(engine.position(of: claim.node)) { $0 & ~UInt64(claim.devices) }
            engine.release(claim, by: &claimer)
        }
    }

    /// Drains one of this thread's nodes, tries to give it to another label, admits again; lowers a budget and raises it again.
    private mutating func change() {
        report.changes += 1
        if let node = drained {
            if engine.setLabel(node, 1 - label) { label = 1 - label }
            engine.setAdmitting(node, true)
            drained = label == 0 ? nil : drained
        }
        if drained == nil { drained = Int.random(in: 0..<8, using: &random) * 12 + number }
        if let node = drained { engine.setAdmitting(node, false) }
        if let change = lowered {
            engine.changeHeadroom(of: change.domain, by: change.amount)
            lowered = nil
        } else {
            let change = (domain: Int.random(in: 0..<17, using: &random), amount: Watts(Int.random(in: 1...20_000, using: &random)))
            engine.changeHeadroom(of: change.domain, by: Watts.zero - change.amount)
            lowered = change
        }
    }

    /// Takes back what it changed: half of its claims, its label, its drain and its lowering.
    mutating func settle() {
        while held.count > 10 { release() }
        if let change = lowered { engine.changeHeadroom(of: change.domain, by: change.amount) }
        guard let node = drained else { return }
        engine.setAdmitting(node, false)
        while !held.isEmpty, label != 0 { release() }
        if label != 0, !engine.setLabel(node, 0) { report.faults.append("node \(node) does not give up its label") }
        engine.setAdmitting(node, true)
    }
}
