import BerthPlacement

/// Everything that one claimer can be in the middle of, as far as it was met: a tree for each operation, by the values that were read.
///
/// The engine is a function of what it reads: its code runs once for each state and value, with the values read since the operation
/// began handed back to it, up to the next access; after that the table knows what comes next.
///
/// Two ways through an operation are the same state when the code has the same in its hands: the same stack, at the same address, and
/// the same registers, and the same heap where it uses one (`Replay.Digest`). Below each access the stack is cleared, so that places of
/// later frames which nothing writes tell no states apart.
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
        /// The code broke one of its own preconditions on the way here.
        var isBroken = false
        /// The next access gives up devices.
        var unholds = false
        /// Nodes whose device word it has changed in this operation, as bits by position.
        var changed: UInt8
        var word: Int32
        var start: Int32
        var first: UInt64
        var second: UInt64
        var parent: Int32
        /// What was read on the way here from the parent.
        var read: UInt64

        /// The claimer is about to begin the operation, or at its end.
        @inline(__always) var isBetween: Bool { parent < 0 }
    }

    let engine: PlacementEngine
    let programs: [[Operation]]
    let initialWords: [UInt64]
    let deviceWords: [Int]
    let headroomWords: [Int]
    /// Of each node, where boards are shared.
    let boardWords: [Int]
    private(set) var states: [State] = []
    private(set) var starts: [Start] = []
    private(set) var holdings: [Holding] = []
    private(set) var children = ChildTable()
    /// States that begin an operation, with the same begun when every lowering was in force.
    private(set) var lates: [(early: Int32, late: Int32)] = []
    /// What each can still do.
    private(set) var futures: Futures
    /// Whether a state can do what its futures do not say.
    private(set) var isStale = false
    private let replay: Replay
    private var identities = DigestTable()
    private var statesOfStarts: [Start: Int32] = [:]
    /// Accesses of one operation, at most: more mean that it never ends.
    static let accessesMax = 4000

    init(_ scenario: Scenario) {
        SharedMemory.words = []
        engine = PlacementEngine(scenario.fleet.fleet, claimers: max(2, scenario.programs.count))
        initialWords = SharedMemory.words
        futures = Futures(words: initialWords.count)
        replay = Replay(engine)
        replay.rehearse(scenario.programs)
        SharedMemory.words = initialWords
        programs = scenario.programs
        deviceWords = scenario.fleet.fleet.nodes.indices.map(engine.exploredDeviceWord)
        boardWords = scenario.fleet.fleet.nodes.indices.compactMap(engine.exploredBoardWord)
        headroomWords = scenario.fleet.fleet.domains.indices.map(engine.exploredHeadroomWord)
    }

    func start(_ claimer: Int) throws -> Int32 {
        try state(of: Start(claimer: claimer, operation: 0, held: [], isLate: false), after: -1)
    }

    /// The same state, begun when every lowering was in force.
    func late(_ state: Int32) throws -> Int32 {
        let start = starts[Int(states[Int(state)].start)]
        if start.isLate { return state }
        let number = states.count
        let late = try self.state(
            of: Start(claimer: start.claimer, operation: start.operation, held: start.held, isLate: true), after: state)
        if states.count > number { lates.append((state, late)) }
        if !futures.allow(state, late, endsOperation: false) { isStale = true }
        return late
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
        switch replay.run(programs[start.claimer][start.operation], start, reads) {
        case .accesses(let access, let digest):
            let changed = changed(by: states[Int(parent)], reading: read)
            let identity = digest.adding(access, start: at.start, changed: changed)
            let same = identities[identity]
            child = same >= 0 ? same : append(access, start, at.start, parent: parent, read: read)
            if same < 0 { identities[identity] = child }
        case .ends(let held):
            child = try state(of: Start(claimer: start.claimer, operation: start.operation + 1, held: held, isLate: false), after: parent)
        case .broken:
            child = append(
                SharedAccess(kind: .load, word: 0, first: 0, second: 0), start, at.start, parent: parent, read: read, isBroken: true)
        }
        children[parent, read] = child
        if !futures.allow(parent, child, endsOperation: states[Int(child)].isBetween) { isStale = true }
        return child
    }

    /// The state in which a claimer begins an operation, or that which follows those that touch nothing.
    private func state(of start: Start, after parent: Int32) throws -> Int32 {
        if let state = statesOfStarts[start] { return state }
        let number = Int32(starts.count)
        starts.append(start)
        holdings.append(Holding(start, programs[start.claimer], engine))
        var state: Int32
        if start.operation == programs[start.claimer].count {
            state = append(
                SharedAccess(kind: .load, word: 0, first: 0, second: 0), start, number, parent: -1, read: 0, after: parent, isEnd: true)
        } else {
            switch replay.run(programs[start.claimer][start.operation], start, []) {
            case .accesses(let access, _): state = append(access, start, number, parent: -1, read: 0, after: parent)
            case .ends(let held):
                state = try self.state(
                    of: Start(claimer: start.claimer, operation: start.operation + 1, held: held, isLate: false), after: parent)
            case .broken: throw Fault.precondition
            }
        }
        statesOfStarts[start] = state
        return state
    }

    private func append(
        _ access: SharedAccess, _ start: Start, _ number: Int32, parent: Int32, read: UInt64, after earlier: Int32? = nil,
        isEnd: Bool = false, isBroken: Bool = false
    ) -> Int32 {
        let isRelease = start.operation < programs[start.claimer].count && programs[start.claimer][start.operation] == .release
        states.append(
            State(
                kind: access.kind, claimer: UInt8(start.claimer), operation: UInt8(start.operation), isEnd: isEnd, isBroken: isBroken,
                unholds: isRelease && access.kind == .exchange && deviceWords.contains(Int(access.word)),
                changed: parent < 0 ? 0 : changed(by: states[Int(parent)], reading: read), word: access.word, start: number,
                first: access.first, second: access.second, parent: parent, read: read))
        if !futures.append(after: earlier ?? parent, states[states.count - 1]) { isStale = true }
        return Int32(states.count - 1)
    }

    /// Works out anew what each state can still do, by all that was met.
    func learn() {
        var following = [[Int32]](repeating: [], count: states.count)
        children.forEach { parent, _, child in following[Int(parent)].append(child) }
        for (early, late) in lates { following[Int(early)].append(late) }
        futures.learn(states, following)
        isStale = false
    }

    private func changed(by state: State, reading read: UInt64) -> UInt8 {
        guard state.kind == .exchange, read == state.first else { return state.changed }
        guard let node = deviceWords.firstIndex(of: Int(state.word)) else { return state.changed }
        return state.changed | 1 << UInt8(node)
    }
}

/// What is wrong, in one sentence.
struct Fault: Error {
    let text: String

    init(_ text: String) { self.text = text }

    static let precondition = Fault("the engine broke one of its own preconditions")
}
