import BerthPlacement

/// Local states that nobody can tell apart: whatever they read from now on, they do the same.
///
/// Code holds on to much that it never looks at again: registers and places of the stack that nothing has overwritten yet, counts of
/// probes. So most local states differ in nothing that matters. Which those are is guessed from what was met (`partition`), and every
/// guess is checked: whenever a class reads a value for the first time, all its members do, and must come to one class again. Where
/// they do not, the walk ends and begins again with classes that know better; the last walk used none that it did not confirm.
final class LocalClasses {
    let locals: LocalStates
    /// One member for all: what it does next.
    private(set) var states: [LocalStates.State] = []
    private(set) var futures: Futures
    /// Whether a guess was wrong.
    var isStale = false
    var children = ChildTable()
    private var members: [[Int32]] = []
    /// The values that each class was seen to read.
    private var reads: [[UInt64]] = []
    /// Of each local state; -1 for those not met yet.
    private var classes: [Int32] = []

    init(_ locals: LocalStates) {
        self.locals = locals
        futures = Futures(words: locals.initialWords.count)
    }

    /// The class of a local state, which is its own where it has none.
    func number(of state: Int32) -> Int32 {
        let known = classOf(state)
        return known >= 0 ? known : found(state, after: -1)
    }

    /// Where a class goes that reads a value.
    @inline(__always)
    func next(_ number: Int32, _ read: UInt64) throws -> Int32 {
        let child = children[number, read]
        return child >= 0 ? child : try expand(number, read)
    }

    /// The same class, begun when every lowering was in force.
    func late(_ number: Int32) throws -> Int32 {
        let late = try locals.late(members[Int(number)][0])
        let known = classOf(late)
        if known < 0 { return found(late, after: number) }
        if !futures.allow(number, known, endsOperation: false) { isStale = true }
        return known
    }

    /// Makes each local state its own class again.
    func separate() {
        (states, members, reads, classes) = ([], [], [], [])
        children = ChildTable()
        futures = Futures(words: locals.initialWords.count)
    }

    private func classOf(_ state: Int32) -> Int32 {
        while classes.count <= Int(state) { classes.append(-1) }
        return classes[Int(state)]
    }

    private func found(_ state: Int32, after parent: Int32) -> Int32 {
        let number = Int32(states.count)
        _ = classOf(state)
        classes[Int(state)] = number
        states.append(locals.states[Int(state)])
        members.append([state])
        reads.append([])
        if !futures.append(after: parent, locals.states[Int(state)]) { isStale = true }
        return number
    }

    @inline(never)
    private func expand(_ number: Int32, _ read: UInt64) throws -> Int32 {
        var child: Int32 = -1
        // It may get members while they are asked.
        var asked = 0
        while asked < members[Int(number)].count {
            let next = try locals.next(members[Int(number)][asked], read)
            asked += 1
            if child < 0 { child = classOf(next) >= 0 ? classOf(next) : found(next, after: number) }
            try join(next, to: child)
        }
        children[number, read] = child
        reads[Int(number)].append(read)
        if !futures.allow(number, child, endsOperation: states[Int(number)].operation != states[Int(child)].operation) { isStale = true }
        return child
    }

    /// Makes a local state that was not met before a member of a class, if it does the same for all that the class was seen to read.
    private func join(_ state: Int32, to number: Int32) throws {
        var open = [(state, number)]
        while let (state, number) = open.popLast() {
            let known = classOf(state)
            if known == number { continue }
            guard known < 0, Key(locals.states[Int(state)]) == Key(states[Int(number)]) else {
                isStale = true
                return
            }
            classes[Int(state)] = number
            members[Int(number)].append(state)
            for read in reads[Int(number)] { open.append((try locals.next(state, read), children[number, read])) }
        }
    }

    /// What members of a class have in common at least.
    struct Key: Hashable {
        let start: Int32
        let word: Int32
        let first: UInt64
        let second: UInt64
        let kind: UInt8
        let changed: UInt8
        let isBetween: Bool
        let isBroken: Bool

        init(_ state: LocalStates.State) {
            (start, word, first, second) = (state.start, state.word, state.first, state.second)
            (kind, changed, isBetween, isBroken) = (state.kind.rawValue, state.changed, state.isBetween, state.isBroken)
        }
    }

    /// Guesses the classes anew.
    func partition() {
        var partition = Partition(locals)
        partition.run()
        classes = partition.classes
        members = partition.members
        states = members.map { locals.states[Int($0[0])] }
        reads = [[UInt64]](repeating: [], count: states.count)
        children = ChildTable()
        for (number, map) in partition.reads.enumerated() {
            for (read, child) in map where child >= 0 {
                // Only what all members are known to do is known of the class; the rest is checked when it comes.
                guard members[number].allSatisfy({ locals.children[$0, read] >= 0 }) else { continue }
                children[Int32(number), read] = child
                reads[number].append(read)
            }
        }
        futures = Futures(words: locals.initialWords.count)
        var following = partition.reads.map { Set($0.values) }
        for (early, late) in locals.lates { following[Int(classes[Int(early)])].insert(classes[Int(late)]) }
        futures.learn(states, following)
        isStale = false
    }
}
