import CPlacementExplorer

extension Explorer {
    /// The walk came to one of its limits.
    struct Unfinished: Error {}

    /// The claimers that go on from here, as bits: as few as see to it that every order of what does not commute is walked.
    ///
    /// A claimer that goes on alone must do nothing that the others can still disturb, at this state or later; where one of them can, it
    /// is among those that go on too, and so forth. Runs are finite, so no claimer is put off for ever.
    @inline(__always)
    private func choices() -> UInt8 {
        var open: UInt8 = 0
        for claimer in current.indices where !locals.states[Int(current[claimer])].isEnd { open |= 1 << UInt8(claimer) }
        if open & (open &- 1) == 0 || limits.isPlain { return open }
        var best = open
        for claimer in current.indices where open >> UInt8(claimer) & 1 == 1 {
            let chosen = closure(of: claimer, among: open)
            if chosen.nonzeroBitCount == 1 { return chosen }
            if chosen.nonzeroBitCount < best.nonzeroBitCount { best = chosen }
        }
        return best
    }

    @inline(__always)
    private func closure(of claimer: Int, among open: UInt8) -> UInt8 {
        var chosen: UInt8 = 1 << UInt8(claimer)
        var pending = chosen
        while pending != 0 {
            let number = current[pending.trailingZeroBitCount]
            pending &= pending &- 1
            let next = locals.states[Int(number)]
            for other in current.indices where (open & ~chosen) >> UInt8(other) & 1 == 1 {
                guard locals.futures.disturbs(current[other], next, number) else { continue }
                chosen |= 1 << UInt8(other)
                pending |= 1 << UInt8(other)
                if chosen == open { return chosen }
            }
        }
        return chosen
    }

    /// Every reachable state. - Throws: a fault, and `schedule` leads to it then; `Unfinished`.
    func walk() throws {
        let clock = ContinuousClock()
        let end = limits.seconds == .max ? nil : clock.now + .seconds(limits.seconds)
        if !limits.isPlain { try learn() }
        while true {
            report.walks += 1
            report.transitions = 0
            report.restStates = 0
            report.restDigest = 0
            report.states = 0
            placement_explorer_forget()
            try begin()
            let isOver = try walkOnce { end.map { clock.now >= $0 } ?? false }
            report.localStates = locals.states.count
            report.bytes = Int(placement_explorer_visited_bytes())
            if !isOver { throw Unfinished() }
            if !locals.isStale || limits.isPlain { return }
            locals.learn()
        }
    }

    /// How much farther a walk goes that knows already that it must be made again: what else it meets need not be learnt by the next.
    private func end(ofStaleAt states: Int) -> Int { 4 * states + 3_000_000 }

    /// - Returns: false when it came to a limit.
    private func walkOnce(_ isLate: () -> Bool) throws -> Bool {
        var statesMax = limits.states
        var wasStale = false
        _ = placement_explorer_visit(hash)
        report.states = 1
        try checkIfAtRest()
        var rest = choices()
        while true {
            guard rest != 0 else {
                if steps.isEmpty { return true }
                rest = steps[steps.count - 1].rest
                undo()
                continue
            }
            let claimer = rest.trailingZeroBitCount
            rest &= rest &- 1
            try step(claimer)
            report.transitions += 1
            if report.transitions & 0xFFFF == 0, isLate() { return false }
            if locals.isStale, !wasStale, !limits.isPlain {
                wasStale = true
                statesMax = min(statesMax, end(ofStaleAt: report.states))
            }
            let next = choices()
            // Between two states with a choice there is one way, which is short: what lies on it need not be kept.
            if next & (next &- 1) != 0 || isAtRest || limits.isPlain {
                if placement_explorer_visit(hash) == 0 {
                    undo()
                    continue
                }
                report.states += 1
                if report.states >= statesMax { return locals.isStale && statesMax < limits.states }
                try checkIfAtRest()
            } else if steps.count > Explorer.stepsMax {
                throw Explorer.endless
            }
            report.longest = max(report.longest, steps.count)
            steps[steps.count - 1].rest = rest
            rest = next
        }
    }

    /// Above any run of a scenario.
    private static let stepsMax = 20_000
    private static let endless = Fault("the operations do not end: \(stepsMax) accesses")

    /// Runs at random, to learn what claimers meet: each that the walk learnt by itself would make it begin again.
    private func learn() throws {
        var random: UInt64 = 1
        for _ in 0..<2000 { try runAtRandom(&random) }
        locals.learn()
    }

    private func runAtRandom(_ random: inout UInt64) throws {
        try begin()
        var claimer = 0
        while !isEnded {
            if steps.count > Explorer.stepsMax { throw Explorer.endless }
            random = random &+ 0x9E37_79B9_7F4A_7C15
            let dice = Mix.of(random)
            // Long stretches of one claimer and short ones.
            if dice & 7 == 0 || locals.states[Int(current[claimer])].isEnd { claimer = Int(dice >> 8 % UInt64(current.count)) }
            if !locals.states[Int(current[claimer])].isEnd { try step(claimer) }
        }
    }
}
