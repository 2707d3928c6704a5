import BerthModel
import BerthPlacement

/// Walks every state that the claimers of a scenario can reach together.
///
/// A state is all words of the engine, and of each claimer what it has in its hands. Two ways to the same state are gone on from once.
/// What is believed of the futures of claimers is what was met; when a walk meets more, it begins again with that, so that the last walk
/// used nothing that it did not confirm.
final class Explorer {
    struct Report {
        /// States that were kept: those with a choice, and those at rest.
        var states = 0
        var transitions = 0
        var bytes = 0
        var localStates = 0
        var restStates = 0
        /// The sum of their hashes.
        var restDigest: UInt64 = 0
        var longest = 0
        /// Walks begun, until all that is touched was known.
        var walks = 0
    }

    let scenario: Scenario
    let locals: LocalStates
    var words: [UInt64]
    /// The local state of each claimer.
    var current: [Int32] = []
    var report = Report()
    let limits: Limits
    private var salts: [UInt64]
    private(set) var hash: UInt64 = 0
    private let isDeviceWord: [Bool]
    private let isBoardWord: [Bool]
    private let isHeadroomWord: [Bool]
    private let hasLowerings: Bool
    /// Claimer and operation of each lowering.
    private let lowerings: [(claimer: Int, operation: Int)]
    let bounds: Bounds

    struct Step {
        var claimer: Int
        var local: Int32
        var word: Int32
        var value: UInt64
        /// Claimers that are still to be tried in the state after it.
        var rest: UInt8
    }
    var steps: [Step] = []

    /// How far a walk goes at most.
    struct Limits {
        var states = Int.max
        var seconds = Int.max
        /// Every order of all accesses, and each local state by itself: to check that what is left out loses no state of rest.
        var isPlain = false
    }

    init(_ scenario: Scenario, _ limits: Limits) throws {
        self.limits = limits
        self.scenario = scenario
        let locals = LocalStates(scenario)
        self.locals = locals
        words = locals.initialWords
        salts = words.indices.map { Mix.of(UInt64($0) &+ 0x0123_4567_89AB_CDEF) }
        isDeviceWord = words.indices.map { locals.deviceWords.contains($0) }
        isBoardWord = words.indices.map { locals.boardWords.contains($0) }
        isHeadroomWord = words.indices.map { locals.headroomWords.contains($0) }
        lowerings = scenario.programs.enumerated().flatMap { claimer, program in
            program.indices.filter { program[$0].lowering != nil }.map { (claimer, $0) }
        }
        hasLowerings = !lowerings.isEmpty
        bounds = Bounds(scenario)
        try begin()
    }

    /// Back to the beginning of the run.
    func begin() throws {
        words = locals.initialWords
        current = try scenario.programs.indices.map { try locals.start($0) }
        hash = 0
        for word in words.indices { hash &+= wordHash(word, words[word]) }
        for claimer in current.indices { hash &+= localHash(claimer, current[claimer]) }
        steps = []
    }

    /// The claimers of the steps so far.
    var schedule: [Int] { steps.map(\.claimer) }

    // MARK: One step

    @inline(__always)
    private func wordHash(_ word: Int, _ value: UInt64) -> UInt64 { Mix.of(value &+ salts[word]) }

    @inline(__always)
    private func localHash(_ claimer: Int, _ state: Int32) -> UInt64 {
        Mix.of(UInt64(UInt32(bitPattern: state)) | UInt64(claimer + 1) << 40)
    }

    var isEnded: Bool { current.allSatisfy { locals.states[Int($0)].isEnd } }

    /// Nobody is in the middle of an operation.
    var isAtRest: Bool { current.allSatisfy { locals.states[Int($0)].isBetween } }

    private var areLoweringsOver: Bool {
        lowerings.allSatisfy { Int(locals.states[Int(current[$0.claimer])].operation) > $0.operation }
    }

    @inline(__always)
    private func beginsClaim(_ state: LocalStates.State) -> Bool {
        state.isBetween && !state.isEnd && scenario.programs[Int(state.claimer)][Int(state.operation)].isClaim
    }

    /// Lets one claimer make its next access. What it changed is in the last of `steps` then.
    @inline(__always)
    func step(_ claimer: Int) throws {
        var from = current[claimer]
        if hasLowerings, beginsClaim(locals.states[Int(from)]), areLoweringsOver { from = try locals.late(from) }
        let state = locals.states[Int(from)]
        let word = Int(state.word)
        let before = words[word]
        steps.append(Step(claimer: claimer, local: current[claimer], word: state.word, value: before, rest: 0))
        let after: UInt64
        switch state.kind {
        case .load: after = before
        case .set: after = before | state.first
        case .clear: after = before & ~state.first
        case .add: after = before &+ state.first
        case .swap: after = state.first
        case .exchange: after = before == state.first ? state.second : before
        }
        let read = state.kind == .set || state.kind == .clear ? 0 : before
        let to = try locals.next(from, read)
        hash = hash &- localHash(claimer, current[claimer]) &+ localHash(claimer, to)
        current[claimer] = to
        if locals.states[Int(to)].isBroken { throw Fault.precondition }
        if after != before {
            hash = hash &- wordHash(word, before) &+ wordHash(word, after)
            words[word] = after
            if isHeadroomWord[word] { try checkHeadroom(before, after, state) }
            if isDeviceWord[word] {
                try checkAdmission(before, after, state)
                try checkOwners()
            }
            if isBoardWord[word] || isDeviceWord[word] { try checkBoards() }
        }
        if locals.states[Int(to)].start != state.start { try checkEnd(of: state.start, locals.states[Int(to)].start) }
    }

    @inline(__always)
    func undo() {
        let step = steps.removeLast()
        let word = Int(step.word)
        hash = hash &- wordHash(word, words[word]) &+ wordHash(word, step.value)
        hash = hash &- localHash(step.claimer, current[step.claimer]) &+ localHash(step.claimer, step.local)
        words[word] = step.value
        current[step.claimer] = step.local
    }
}
