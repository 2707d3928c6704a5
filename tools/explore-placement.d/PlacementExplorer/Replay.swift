import BerthModel
import BerthPlacement
import CPlacementExplorer

/// Runs one operation of the engine on values that are handed to it, up to its next access.
final class Replay {
    enum Outcome {
        case accesses(SharedAccess, Digest)
        /// What the claimer holds afterwards.
        case ends(held: [[Claim]])
        /// It broke a precondition.
        case broken
    }

    /// All that the code has in its hands where it stopped, as a hash of 128 bits.
    struct Digest: Hashable {
        var first: UInt64
        var second: UInt64

        /// With what it does next, and where it comes from.
        func adding(_ access: SharedAccess, start: Int32, changed: UInt8) -> Digest {
            var digest = self
            let place = UInt64(UInt32(bitPattern: start)) << 32 | UInt64(UInt32(bitPattern: access.word))
            for value in [place, UInt64(access.kind.rawValue) << 8 | UInt64(changed), access.first, access.second] {
                digest.first = Mix.of(digest.first &+ value)
                digest.second = Mix.of(digest.second ^ value &* 0x9E37_79B9_7F4A_7C15)
            }
            return digest
        }
    }

    private let engine: PlacementEngine
    // What one run needs and leaves; on no stack, because the run may be left by a jump, and always in the same place, so that equal
    // states look equal.
    private var operation = Operation.release
    private var start = LocalStates.Start(claimer: 0, operation: 0, held: [], isLate: false)
    private var held: [[Claim]] = []
    // Not among what is compared: it counts what was tried, and says in which of several homes to begin, of which there is one.
    private var claimer: Claimer
    private let redirection: (SharedAccess) -> UInt64 = { access in
        placement_explorer_access(Int32(access.kind.rawValue), access.word, access.first, access.second)
    }

    init(_ engine: PlacementEngine) {
        self.engine = engine
        claimer = engine.claimer(0)
    }

    func run(_ operation: Operation, _ start: LocalStates.Start, _ reads: [UInt64]) -> Outcome {
        self.operation = operation
        self.start = start
        SharedMemory.interceptor = redirection
        defer { SharedMemory.interceptor = nil }
        // Gangs plan on the heap; everything else allocates nothing that outlives an access.
        let usesArena =
            switch operation {
            case .gang, .linked: true
            case .claim, .release, .budget, .admit, .label: false
            }
        var stop = placement_explorer_stop()
        let how = unsafe reads.withUnsafeBufferPointer { reads in
            unsafe placement_explorer_run(
                { context in
                    guard let context = unsafe context else { return }
                    unsafe Unmanaged<Replay>.fromOpaque(context).takeUnretainedValue().perform()
                }, Unmanaged.passUnretained(self).toOpaque(), reads.baseAddress, Int64(reads.count), usesArena ? 1 : 0, &stop)
        }
        if how == Int32(placement_explorer_trapped) { return .broken }
        guard how == Int32(placement_explorer_stopped), let kind = SharedAccess.Kind(rawValue: UInt8(stop.kind)) else {
            // Copies outside the arena.
            defer { held = [] }
            return .ends(held: held.map { $0.map { $0 } })
        }
        return .accesses(
            SharedAccess(kind: kind, word: stop.word, first: stop.first, second: stop.second),
            Digest(first: stop.digest.0, second: stop.digest.1))
    }

    /// Runs every operation once on the words as they are, and one that is refused: what the language's runtime makes when something is
    /// used for the first time must not come to lie in an arena.
    func rehearse(_ programs: [[Operation]]) {
        for (claimer, program) in programs.enumerated() {
            held = []
            for operation in program + [.gang(99, .devices(1)), .gang(2, .devices(1)), .release] {
                self.operation = operation
                start = LocalStates.Start(claimer: claimer, operation: 0, held: held, isLate: false)
                perform()
            }
        }
        held = []
    }

    @inline(never)
    private func perform() {
        var held = start.held
        claimer = engine.claimer(start.claimer)
        switch operation {
        case .claim(let ask):
            var claim = Claim()
            if engine.claim(ask.request, by: &claimer, into: &claim) == nil {
                claim.tag = ask.label
                held.append([claim])
            }
        case .gang(let members, let ask): claim(members, ask, together: false, &held)
        case .linked(let members, let ask): claim(members, ask, together: true, &held)
        case .release:
            // Taken out afterwards: a copy would lie at another address in each run, and no two states would be equal.
            for index in held.first.map(\.indices) ?? 0..<0 { engine.release(held[0][index], by: &claimer) }
            if !held.isEmpty { held.removeFirst() }
        case .budget(let domain, let watts): engine.changeHeadroom(of: domain, by: Watts(watts))
        case .admit(let node, let admits): engine.setAdmitting(node, admits)
        case .label(let node, let label): _ = engine.setLabel(node, label)
        }
        self.held = held
    }

    private func claim(_ members: Int, _ ask: Ask, together isTogether: Bool, _ held: inout [[Claim]]) {
        var claims: [Claim] = []
        if engine.claim(gangOf: members, ask.request, inOne: isTogether ? .link : nil, by: &claimer, into: &claims) == nil {
            held.append(claims)
        } else if !claims.isEmpty {
            fatalError("a refused gang keeps \(claims.count) claims")
        }
    }
}
