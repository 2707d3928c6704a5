import BerthPlacement

/// What each local state can still do until the end of its program, as far as it was met: for each word kinds of accesses as bits, and in
/// one more byte what bears on the checks.
struct Futures {
    private let words: Int
    /// `words + 1` bytes for each state.
    private var rows: [UInt8] = []
    /// Whether a state was seen to end its operation with its next access.
    private(set) var ends: [Bool] = []

    /// Of the byte behind those of the words.
    static let begins: UInt8 = 1
    static let ends: UInt8 = 2
    static let unholds: UInt8 = 4

    init(words: Int) { self.words = words }

    /// Kinds of accesses to the same word that do not commute with one, as bits.
    private static let conflicts: [UInt8] = [SharedAccess.Kind.load, .set, .clear, .add, .swap, .exchange].map { kind in
        switch kind {
        case .load, .set, .clear: ~(1 << kind.rawValue)
        case .add, .swap, .exchange: ~0
        }
    }

    /// Whether what a state can still do does not commute with the next access of another, or comes to other checks before it than after.
    @inline(__always)
    func disturbs(_ number: Int32, _ next: LocalStates.State, _ nextNumber: Int32) -> Bool {
        let row = Int(number) * (words + 1)
        if rows[row + Int(next.word)] & Futures.conflicts[Int(next.kind.rawValue)] != 0 { return true }
        let marks = rows[row + words]
        // States of rest, and what is held at the end of a claim, are looked at: whether one begins or gives up before another ends is
        // noticed, though no word tells.
        if next.isBetween, marks & Futures.ends != 0 { return true }
        if ends[Int(nextNumber)], marks & (Futures.begins | Futures.unholds) != 0 { return true }
        return next.unholds && marks & Futures.ends != 0
    }

    private mutating func addOwn(_ number: Int, _ state: LocalStates.State) {
        if state.isEnd || state.isBroken { return }
        rows[number * (words + 1) + Int(state.word)] |= 1 << state.kind.rawValue
        rows[number * (words + 1) + words] |= Futures.ends | (state.isBetween ? Futures.begins : 0) | (state.unholds ? Futures.unholds : 0)
    }

    private func holds(_ whole: Int, _ part: Int) -> Bool {
        unsafe rows.withUnsafeBufferPointer { rows in
            let (whole, part) = (whole * (words + 1), part * (words + 1))
            var missing: UInt8 = 0
            for index in 0...words { unsafe missing |= rows[part &+ index] & ~rows[whole &+ index] }
            return missing == 0
        }
    }

    private mutating func add(_ part: Int, to whole: Int) {
        let count = words + 1
        unsafe rows.withUnsafeMutableBufferPointer { rows in
            for index in 0..<count { unsafe rows[whole &* count &+ index] |= rows[part &* count &+ index] }
        }
    }

    /// A state that was met after another, of which it is believed to do no more.
    /// - Returns: whether it can be true.
    mutating func append(after parent: Int32, _ state: LocalStates.State) -> Bool {
        ends.append(false)
        let number = ends.count - 1
        // A row by itself: a slice would hold all of them, and appending to them would copy them.
        let row =
            parent < 0 ? [UInt8](repeating: 0, count: words + 1) : Array(rows[Int(parent) * (words + 1)..<Int(parent + 1) * (words + 1)])
        rows += row
        addOwn(number, state)
        return parent >= 0 && rows[(number * (words + 1))...].elementsEqual(row)
    }

    /// - Returns: whether it was known that a state can go to another.
    func allow(_ number: Int32, _ child: Int32, endsOperation: Bool) -> Bool {
        holds(Int(number), Int(child)) && (!endsOperation || ends[Int(number)])
    }

    /// Works out the futures of all states.
    /// - Parameter next: the states that were seen to follow each.
    mutating func learn(_ states: [LocalStates.State], _ next: [[Int32]]) {
        rows = [UInt8](repeating: 0, count: states.count * (words + 1))
        ends = states.indices.map { number in next[number].contains { states[Int($0)].operation != states[number].operation } }
        for (number, state) in states.enumerated() { addOwn(number, state) }
        var isChanging = true
        while isChanging {
            isChanging = false
            // Those that follow mostly have higher numbers.
            for number in states.indices.reversed() {
                for child in next[number] where !holds(number, Int(child)) {
                    isChanging = true
                    add(Int(child), to: number)
                }
            }
        }
    }
}
