import BerthModel
import BerthPlacement
import CPlacementExplorer

/// Runs one operation of the engine on values that are handed to it, up to its next access.
enum Replay {
    enum Outcome {
        case accesses(SharedAccess)
        /// What the claimer holds afterwards.
        case ends(held: [[Claim]])
    }

    /// What one run needs and leaves; on no stack, because the run may be left by a jump.
    private final class Run {
        let operation: Operation
        let start: LocalStates.Start
        let engine: PlacementEngine
        let reads: [UInt64]
        var position = 0
        var next: SharedAccess?
        var held: [[Claim]] = []

        init(_ operation: Operation, _ start: LocalStates.Start, _ engine: PlacementEngine, _ reads: [UInt64]) {
            (self.operation, self.start, self.engine, self.reads) = (operation, start, engine, reads)
        }

        func read(_ access: SharedAccess) -> UInt64 {
            guard position < reads.count else {
                next = access
                placement_explorer_stop()
            }
            position += 1
            return reads[position - 1]
        }
    }

    static func run(_ operation: Operation, _ start: LocalStates.Start, _ engine: PlacementEngine, _ reads: [UInt64]) throws -> Outcome {
        let run = Run(operation, start, engine, reads)
        SharedMemory.interceptor = { run.read($0) }
        defer { SharedMemory.interceptor = nil }
        let how = unsafe placement_explorer_run(
            { context in
                guard let context = unsafe context else { return }
                let run = unsafe Unmanaged<Run>.fromOpaque(context).takeUnretainedValue()
                run.held = Replay.perform(run.operation, run.start, run.engine)
            }, Unmanaged.passUnretained(run).toOpaque())
        if how == Int32(placement_explorer_trapped) { throw Fault("the engine broke one of its own preconditions") }
        return run.next.map { .accesses($0) } ?? .ends(held: run.held)
    }

    static func perform(_ operation: Operation, _ start: LocalStates.Start, _ engine: PlacementEngine) -> [[Claim]] {
        var held = start.held
        // What a claimer remembers beside its claims only says which of several homes it begins in, and there is one.
        var claimer = engine.claimer(start.claimer)
        switch operation {
        case .claim(let ask):
            var claim = Claim()
            if engine.claim(ask.request, by: &claimer, into: &claim) == nil { held.append([claim]) }
        case .gang(let members, let ask):
            var claims: [Claim] = []
            if engine.claim(gangOf: members, ask.request, by: &claimer, into: &claims) == nil {
                held.append(claims)
            } else if !claims.isEmpty {
                fatalError("a refused gang keeps \(claims.count) claims")
            }
        case .release:
            if held.isEmpty { break }
            for claim in held.removeFirst() { engine.release(claim, by: &claimer) }
        case .budget(let domain, let watts): engine.changeHeadroom(of: domain, by: .init(watts))
        case .admit(let node, let admits): engine.setAdmitting(node, admits)
        case .label(let node, let label): _ = engine.setLabel(node, label)
        }
        return held
    }
}
