import BerthModel
import BerthPlacement

/// Walks every state that the claimers of a scenario can reach together.
///
/// A state is all words of the engine, and of each claimer what it has read since its operation began. Two ways to the same state are
/// gone on from once. Of claimers that are about to do what nobody else can notice, one alone is let go on: a claimer whose next access
/// commutes with every access that the others can still make (loads of one word with each other, settings of bits, clearings of bits,
/// anything on different words) reaches with it, in any order, the same states that have all of them behind them. What the others can
/// still make is what was met anywhere, by claimer and operation; when a walk meets more, it begins again with that, so that the last
/// walk used nothing that it did not confirm. Runs are finite, so no claimer is put off for ever.
final class Explorer {
    struct Report {
        var states = 0
        var transitions = 0
        var localStates = 0
        var restStates = 0
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
    private var visited = VisitedSet()
    private var salts: [UInt64]
    private var hash: UInt64 = 0
    private var futures: [UInt8] = []
    private let operationsMax: Int
    private let isDeviceWord: [Bool]
    private let isHeadroomWord: [Bool]
    private let hasLowerings: Bool
    /// Claimer and operation of each lowering.
    private let lowerings: [(claimer: Int, operation: Int)]
    private let bounds: Bounds

    struct Step {
        var claimer: Int
        var local: Int32
        var word: Int32
        var value: UInt64
        /// Claimers that are still to be tried in the state after it.
        var rest: UInt8
    }
    private var steps: [Step] = []

    init(_ scenario: Scenario) throws {
        self.scenario = scenario
        let locals = LocalStates(scenario)
        self.locals = locals
        words = locals.initialWords
        salts = words.indices.map { Mix.of(UInt64($0) &+ 0x0123_4567_89AB_CDEF) }
        operationsMax = scenario.programs.map(\.count).max() ?? 0
        isDeviceWord = words.indices.map { locals.deviceWords.contains($0) }
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
    private var isAtRest: Bool { current.allSatisfy { locals.states[Int($0)].parent < 0 } }

    private var areLoweringsOver: Bool {
        lowerings.allSatisfy { Int(locals.states[Int(current[$0.claimer])].operation) > $0.operation }
    }

    @inline(__always)
    private func beginsClaim(_ state: LocalStates.State) -> Bool {
        state.parent < 0 && !state.isEnd && scenario.programs[Int(state.claimer)][Int(state.operation)].isClaim
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
        if after != before {
            hash = hash &- wordHash(word, before) &+ wordHash(word, after)
            words[word] = after
            if isHeadroomWord[word] { try checkHeadroom(before, after, state) }
            if isDeviceWord[word] {
                try checkAdmission(before, after, state)
                try checkOwners()
            }
        }
        if locals.states[Int(to)].start != state.start { try checkEnd(of: state.start, locals.states[Int(to)].start) }
    }

    @inline(__always)
    private func undo() {
        let step = steps.removeLast()
        let word = Int(step.word)
        hash = hash &- wordHash(word, words[word]) &+ wordHash(word, step.value)
        hash = hash &- localHash(step.claimer, current[step.claimer]) &+ localHash(step.claimer, step.local)
        words[word] = step.value
        current[step.claimer] = step.local
    }

    // MARK: The walk

    /// Kinds of accesses to the same word that do not commute with one, as bits.
    private static let conflicts: [UInt8] = [SharedAccess.Kind.load, .set, .clear, .add, .swap, .exchange].map { kind in
        switch kind {
        case .load, .set, .clear: ~(1 << kind.rawValue)
        case .add, .swap, .exchange: ~0
        }
    }

    private func prepareFutures() {
        let claimers = scenario.programs.count
        futures = [UInt8](repeating: 0, count: claimers * (operationsMax + 1) * words.count)
        for claimer in 0..<claimers {
            for operation in scenario.programs[claimer].indices.reversed() {
                let base = (claimer * (operationsMax + 1) + operation) * words.count
                for word in words.indices {
                    futures[base + word] = locals.touches[claimer][operation][word] | futures[base + words.count + word]
                }
            }
        }
        locals.hasGrown = false
    }

    /// Whether nobody else can notice what a claimer does next.
    @inline(__always)
    private func isPrivate(_ claimer: Int) -> Bool {
        let state = locals.states[Int(current[claimer])]
        // When a claim begins decides which budget it is held against: that is noticed.
        if hasLowerings, beginsClaim(state), !areLoweringsOver { return false }
        let mask = Explorer.conflicts[Int(state.kind.rawValue)]
        for other in current.indices where other != claimer {
            let operation = Int(locals.states[Int(current[other])].operation)
            if futures[(other * (operationsMax + 1) + operation) * words.count + Int(state.word)] & mask != 0 { return false }
        }
        return true
    }

    /// The claimers that go on from here, as bits.
    @inline(__always)
    private func choices() -> UInt8 {
        var all: UInt8 = 0
        for claimer in current.indices where !locals.states[Int(current[claimer])].isEnd {
            if isPrivate(claimer) { return 1 << UInt8(claimer) }
            all |= 1 << UInt8(claimer)
        }
        return all
    }

    /// Every reachable state. - Throws: a fault; `schedule` leads to it then.
    func walk() throws {
        try learn()
        repeat {
            report.walks += 1
            report.transitions = 0
            report.restStates = 0
            visited = VisitedSet()
            try begin()
            prepareFutures()
            try walkOnce()
        } while locals.hasGrown
        report.states = visited.count
        report.localStates = locals.states.count
    }

    private func walkOnce() throws {
        _ = visited.insert(hash)
        var rest = choices()
        while true {
            guard rest != 0 else {
                if steps.isEmpty { return }
                rest = steps[steps.count - 1].rest
                undo()
                continue
            }
            let claimer = rest.trailingZeroBitCount
            rest &= rest &- 1
            try step(claimer)
            report.transitions += 1
            if locals.hasGrown { return }
            guard visited.insert(hash) else {
                undo()
                continue
            }
            report.longest = max(report.longest, steps.count)
            try checkIfAtRest()
            steps[steps.count - 1].rest = rest
            rest = choices()
        }
    }

    /// Runs at random, to learn what claimers touch: each that the walk learnt by itself would make it begin again.
    private func learn() throws {
        var random: UInt64 = 1
        for _ in 0..<2000 {
            try begin()
            var claimer = 0
            while !isEnded {
                random = random &+ 0x9E37_79B9_7F4A_7C15
                let dice = Mix.of(random)
                // Long stretches of one claimer and short ones.
                if dice & 7 == 0 || locals.states[Int(current[claimer])].isEnd { claimer = Int(dice >> 8 % UInt64(current.count)) }
                if !locals.states[Int(current[claimer])].isEnd { try step(claimer) }
            }
        }
    }
}

// MARK: Checks

extension Explorer {
    /// A reservation never overshoots, not for an instant. (2)
    private func checkHeadroom(_ before: UInt64, _ after: UInt64, _ state: LocalStates.State) throws {
        let (before, after) = (Int64(bitPattern: before), Int64(bitPattern: after))
        if case .budget = scenario.programs[Int(state.claimer)][Int(state.operation)] { return }
        guard after < 0, after < before else { return }
        throw Fault("(2) \(locals.engine.exploredName(of: Int(state.word))) is \(-after) mW over its budget")
    }

    /// Devices are taken of a node that admits the claim, as it is at that instant.
    private func checkAdmission(_ before: UInt64, _ after: UInt64, _ state: LocalStates.State) throws {
        guard PlacementEngine.exploredFree(before) & ~PlacementEngine.exploredFree(after) != 0 else { return }
        let label: UInt8
        switch scenario.programs[Int(state.claimer)][Int(state.operation)] {
        case .claim(let ask), .gang(_, let ask): label = ask.label
        case .release, .budget, .admit, .label: throw Fault("a device is taken by what claims nothing")
        }
        if !PlacementEngine.exploredAdmits(before, label) { throw Fault("(7) a device is taken of a node that does not admit the claim") }
    }

    @inline(__always)
    private func holding(_ claimer: Int, on node: Int) -> Holding.OnNode {
        let state = locals.states[Int(current[claimer])]
        return locals.holdings[Int(state.start)].on(node, changed: state.changed)
    }

    /// No device has two owners, and none that is held is free. (1)
    private func checkOwners() throws {
        for node in 0..<Holding.nodes {
            var held: UInt16 = 0
            for claimer in current.indices {
                let devices = holding(claimer, on: node).devices
                if held & devices != 0 { throw Fault("(1) a device of node \(node) has two owners") }
                held |= devices
            }
            if PlacementEngine.exploredFree(words[locals.deviceWords[node]]) & held != 0 {
                throw Fault("(1) a device of node \(node) is held and free")
            }
        }
    }

    private func checkEnd(of start: Int32, _ next: Int32) throws {
        let (before, after) = (locals.starts[Int(start)], locals.starts[Int(next)])
        guard after.held.count > before.held.count else { return }
        try checkOwners()
        try checkWatts(before.isLate)
    }

    /// What is held is within the budgets; after a claim that began when all lowerings were in force, within the lowered ones. (2)
    private func checkWatts(_ isLate: Bool) throws {
        let sums = (0..<Holding.nodes).map { node in current.indices.reduce(0) { $0 + holding($1, on: node).milliwatts } }
        if let domain = bounds.exceeded(by: sums, lowered: isLate) {
            throw Fault("(2) \(sums) mW are held on the nodes, more than domain \(domain) may have")
        }
    }

    /// Everything that must be true while nobody claims or releases.
    func checkIfAtRest() throws {
        guard isAtRest else { return }
        report.restStates += 1
        SharedMemory.words = words
        let held = current.flatMap { locals.starts[Int(locals.states[Int($0)].start)].held.joined() }
        let rest = RestCheck(scenario: scenario, engine: locals.engine, held: held, changes: budgetChanges)
        if let fault = rest.fault() { throw Fault("at rest: " + fault) }
    }

    /// Changes of budgets that are over.
    private var budgetChanges: [(domain: Int, watts: Int)] {
        current.flatMap { local in
            let state = locals.states[Int(local)]
            return scenario.programs[Int(state.claimer)].prefix(Int(state.operation)).compactMap { operation in
                if case .budget(let domain, let watts) = operation { (domain, watts) } else { nil }
            }
        }
    }
}
