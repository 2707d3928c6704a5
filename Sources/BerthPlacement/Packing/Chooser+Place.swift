/// From a need to a claim: the chooser proposes, the words decide.
extension Chooser {
    /// Seats that are tried before the engine searches by itself: each refused although it looked free, so another claimer is at work.
    private static let triesMax = 4
    /// Windows that are looked at likewise, those with most to spare first.
    private static let windowsMax = 8

    /// Claims one member on the best node that the chooser finds.
    /// - Parameter rank: of preference.
    /// - Returns: nil when it finds none; the engine may still.
    /// - Complexity: independent of the number of nodes, but for O(windows).
    mutating func place(_ number: NeedNumber, rank: Int, on core: PlacementCore, by claimer: inout Claimer) -> (Claim, option: Int)? {
        refreshTables(core)
        if layout.windowCount == 1 { return place(number.value, rank: rank, in: 0, on: core, &claimer) }
        let groups = groups(of: number.value, rank: rank)
        var looked: [Int] = []
        while looked.count < min(Chooser.windowsMax, layout.windowCount),
            let window = window(for: number.value, groups, except: looked)
        {
            if let found = place(number.value, rank: rank, in: window, on: core, &claimer) { return found }
            looked.append(window)
        }
        return nil
    }

    private mutating func place(
        _ need: Int, rank: Int, in window: Int, on core: PlacementCore, _ claimer: inout Claimer
    ) -> (Claim, option: Int)? {
        var tried: [Int] = []
        while tried.count < Chooser.triesMax, let slot = refresh(need, in: window, core.engine),
            let choice = best(need, rank: rank, in: window, slot, except: tried, core.engine, claimer)
        {
            if let claim = claim(choice, demand.needs[need].options[Int(choice.ask.option)].claim, core, &claimer) {
                changed(claim, core.engine)
                return (claim, Int(choice.ask.option))
            }
            tried.append(choice.place)
            look(Int(layout.positions[choice.place]), core.engine)
        }
        return nil
    }

    /// The window with most free of what may serve the need, of those where it may fit; the first of equals.
    private func window(for need: Int, _ groups: UInt64, except looked: [Int]) -> Int? {
        var (best, most) = (-1, -Float.infinity)
        for window in 0..<layout.windowCount where !looked.contains(window) {
            let slot = Int(cacheOf[need * layout.windowCount + window])
            if slot >= 0, caches[slot].emptySince == rises[window] { continue }
            if rule == .firstFit { return window }
            let room = room(of: window, groups)
            if room > most { (best, most) = (window, room) }
        }
        return best < 0 ? nil : best
    }

    /// - Parameter groups: none for a need of cores alone.
    private func room(of window: Int, _ groups: UInt64) -> Float {
        if groups == 0 { return freeCores[window] }
        var (rest, sum) = (groups, Float(0))
        while rest != 0 {
            sum += supply[window * layout.groupCount + rest.trailingZeroBitCount]
            rest &= rest &- 1
        }
        return sum
    }

    private func claim(_ choice: Choice, _ request: ClaimRequest, _ core: PlacementCore, _ claimer: inout Claimer) -> Claim? {
        var claim = Claim()
        let position = Int(layout.positions[choice.place])
        let isPlaced =
            request.share.isNone
            ? core.engine.claim(request, on: position, by: &claimer, into: &claim)
            : core.engine.claim(request, on: position, board: choice.board, by: &claimer, into: &claim)
        guard isPlaced else { return nil }
        // Of a host of one kind there is nothing to settle.
        return layout.mates[position].count == 1 || core.hosts.settle(claim, &claimer) ? claim : nil
    }
}
