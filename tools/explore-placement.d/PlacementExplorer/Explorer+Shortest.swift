import BerthModel
import BerthPlacement

extension Explorer {
    /// The shortest schedule that leads to a fault: states in the order of their distance from the beginning.
    /// - Returns: nil when there is none among the nearest `statesMax` states.
    func shortest(statesMax: Int) throws -> (schedule: [Int], fault: Fault)? {
        var seen = Set<Key>()
        var entries: [(parent: Int32, claimer: UInt8)] = [(-1, 0)]
        var next = 0
        while next < entries.count, entries.count < statesMax {
            let path = schedule(of: next, entries)
            try follow(path)
            let open = current.indices.filter { !locals.states[Int(current[$0])].isEnd }
            for claimer in open {
                try follow(path)
                do {
                    try step(claimer)
                    try checkIfAtRest()
                } catch let fault as Fault {
                    return (path + [claimer], fault)
                }
                if seen.insert(Key(words: words, locals: current)).inserted { entries.append((Int32(next), UInt8(claimer))) }
            }
            next += 1
        }
        return nil
    }

    private struct Key: Hashable {
        let first: Int
        let second: Int

        init(words: [UInt64], locals: [Int32]) {
            var hasher = Hasher()
            hasher.combine(words)
            hasher.combine(locals)
            first = hasher.finalize()
            var other: UInt64 = 0
            for word in words { other = Mix.of(other &+ word) }
            second = Int(truncatingIfNeeded: other)
        }
    }

    private func schedule(of entry: Int, _ entries: [(parent: Int32, claimer: UInt8)]) -> [Int] {
        var (path, at) = ([Int](), entry)
        while entries[at].parent >= 0 {
            path.append(Int(entries[at].claimer))
            at = Int(entries[at].parent)
        }
        return path.reversed()
    }

    private func follow(_ schedule: [Int]) throws {
        try begin()
        for claimer in schedule { try step(claimer) }
    }

    /// A schedule for people: who accesses what, and what it is before and after.
    func describe(_ schedule: [Int]) throws -> [String] {
        try begin()
        var lines: [String] = []
        var last: (Int, UInt8) = (-1, 0)
        for claimer in schedule {
            let state = locals.states[Int(current[claimer])]
            if last != (claimer, state.operation) {
                lines.append("claimer \(claimer): \(scenario.programs[claimer][Int(state.operation)])")
                last = (claimer, state.operation)
            }
            let before = words[Int(state.word)]
            let outcome: String
            do {
                try step(claimer)
                outcome = ""
            } catch let fault as Fault {
                outcome = "   <- \(fault.text)"
            }
            let after = words[Int(state.word)]
            let change = before == after ? hex(before) : "\(hex(before)) -> \(hex(after))"
            lines.append("    \(state.kind) \(locals.engine.exploredName(of: Int(state.word))): \(change)\(outcome)")
        }
        return lines
    }

    private func hex(_ value: UInt64) -> String { String(value, radix: 16) }
}
