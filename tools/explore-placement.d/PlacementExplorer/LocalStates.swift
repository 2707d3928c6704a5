import BerthPlacement

/// Everything that one claimer can be in the middle of, as far as it was met: a tree for each operation, by the values that were read.
///
/// The engine is a function of what it reads: its code runs once for each state and value, with the values read since the operation
/// began handed back to it, up to the next access; after that the table knows what comes next.
///
/// Two ways through an operation are the same state when the code has the same in its hands: the same stack, at the same address, and
/// the same registers, and the same heap where it uses one (`Replay.Digest`).
final class LocalStates {
    /// A claimer between two operations, or at its end.
    struct Start: Hashable {
        let claimer: Int
        let operation: Int
        /// What it holds, oldest first; a gang is one entry.
        let held: [[Claim]]
        /// Whether every lowering of a budget was in force when the operation began.
        let isLate: Bool
    }

    /// What the state does next, flat for the walk.
    struct State {
        var kind: SharedAccess.Kind
        var claimer: UInt8
        /// The operation that it is in; the number of operations at the end of the program.
        var operation: UInt8
        var isEnd: Bool
        var word: Int32
        var first: UInt64
        var second: UInt64
        var parent: Int32
        var start: Int32
        /// What was read on the way here from the parent.
        var read: UInt64
        /// Nodes whose device word it has changed in this operation, as bits by position.
        var changed: UInt8
    }

    let engine: PlacementEngine
    let programs: [[Operation]]
    let initialWords: [UInt64]
    let deviceWords: [Int]
    let headroomWords: [Int]
    private(set) var states: [State] = []
    private(set) var starts: [Start] = []
    private(set) var holdings: [Holding] = []
    private let replay: Replay
    private struct Identity: Hashable {
        let start: Int32
        let access: SharedAccess
        let digest: Replay.Digest
        let changed: UInt8
    }
    private var identities: [Identity: Int32] = [:]
    private var statesOfStarts: [Start: Int32] = [:]
    private var children = ChildTable()
    /// By claimer, operation and word: kinds of accesses that were met, as bits.
    var touches: [[[UInt8]]]
    /// Whether `touches` grew since it was last set.
    var hasGrown = false
    /// Accesses of one operation, at most: more mean that it never ends. A gang that meets another tries 64 times, some 85 accesses each.
    static let accessesMax = 8000

    init(_ scenario: Scenario) {
        SharedMemory.words = []
        engine = PlacementEngine(scenario.fleet.fleet, claimers: max(2, scenario.programs.count))
        initialWords = SharedMemory.words
        replay = Replay(engine)
        replay.rehearse(scenario.programs)
        SharedMemory.words = initialWords
        programs = scenario.programs
        deviceWords = scenario.fleet.fleet.nodes.indices.map(engine.exploredDeviceWord)
        headroomWords = scenario.fleet.fleet.domains.indices.map(engine.exploredHeadroomWord)
        touches = programs.map { program in
            [[UInt8]](repeating: [UInt8](repeating: 0, count: SharedMemory.words.count), count: program.count)
        }
    }

    func start(_ claimer: Int) throws -> Int32 { try state(of: Start(claimer: claimer, operation: 0, held: [], isLate: false)) }

    /// The same state, begun when every lowering was in force.
    func late(_ state: Int32) throws -> Int32 {
        let start = starts[Int(states[Int(state)].start)]
        if start.isLate { return state }
        return try self.state(of: Start(claimer: start.claimer, operation: start.operation, held: start.held, isLate: true))
    }

    /// Where a state goes that reads a value.
    @inline(__always)
    func next(_ state: Int32, _ read: UInt64) throws -> Int32 {
        let child = children[state, read]
        return child >= 0 ? child : try expand(state, read)
    }

    @inline(never)
    private func expand(_ parent: Int32, _ read: UInt64) throws -> Int32 {
        var reads = [read]
        var at = states[Int(parent)]
        while at.parent >= 0 {
            reads.append(at.read)
            at = states[Int(at.parent)]
        }
        reads.reverse()
        if reads.count > LocalStates.accessesMax { throw Fault("an operation does not end: \(reads.count) accesses") }
        let start = starts[Int(at.start)]
        let child: Int32
        switch try replay.run(programs[start.claimer][start.operation], start, reads) {
        case .accesses(let access, let digest):
            let changed = changed(by: states[Int(parent)], reading: read)
            let identity = Identity(start: at.start, access: access, digest: digest, changed: changed)
            if let same = identities[identity] {
                child = same
            } else {
                child = append(access, start, at.start, parent: parent, read: read)
                identities[identity] = child
            }
        case .ends(let held):
            child = try state(of: Start(claimer: start.claimer, operation: start.operation + 1, held: held, isLate: false))
        }
        children[parent, read] = child
        return child
    }

    /// The state in which a claimer begins an operation, or that which follows those that touch nothing.
    private func state(of start: Start) throws -> Int32 {
        if let state = statesOfStarts[start] { return state }
        let number = Int32(starts.count)
        starts.append(start)
        holdings.append(Holding(start, programs[start.claimer], engine))
        var state: Int32
        if start.operation == programs[start.claimer].count {
            state = Int32(states.count)
            states.append(
                State(
                    kind: .load, claimer: UInt8(start.claimer), operation: UInt8(start.operation), isEnd: true, word: 0,
                    first: 0, second: 0, parent: -1, start: number, read: 0, changed: 0))
        } else {
            switch try replay.run(programs[start.claimer][start.operation], start, []) {
            case .accesses(let access, _): state = append(access, start, number, parent: -1, read: 0)
            case .ends(let held):
                state = try self.state(of: Start(claimer: start.claimer, operation: start.operation + 1, held: held, isLate: false))
            }
        }
        statesOfStarts[start] = state
        return state
    }

    private func append(_ access: SharedAccess, _ start: Start, _ number: Int32, parent: Int32, read: UInt64) -> Int32 {
        let bit: UInt8 = 1 << access.kind.rawValue
        if touches[start.claimer][start.operation][Int(access.word)] & bit == 0 {
            touches[start.claimer][start.operation][Int(access.word)] |= bit
            hasGrown = true
        }
        states.append(
            State(
                kind: access.kind, claimer: UInt8(start.claimer), operation: UInt8(start.operation), isEnd: false, word: access.word,
                first: access.first, second: access.second, parent: parent, start: number, read: read,
                changed: parent < 0 ? 0 : changed(by: states[Int(parent)], reading: read)))
        return Int32(states.count - 1)
    }

    private func changed(by state: State, reading read: UInt64) -> UInt8 {
        guard state.kind == .exchange, read == state.first else { return state.changed }
        guard let node = deviceWords.firstIndex(of: Int(state.word)) else { return state.changed }
        return state.changed | 1 << UInt8(node)
    }

    /// The states from the beginning of the operation to this one.
    func path(to state: Int32) -> [Int32] {
        var path = [state]
        while let last = path.last, states[Int(last)].parent >= 0 { path.append(states[Int(last)].parent) }
        return path.reversed()
    }
}

/// What is wrong, in one sentence.
struct Fault: Error {
    let text: String

    init(_ text: String) { self.text = text }
}
