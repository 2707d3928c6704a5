import BerthModel

/// The best seat for a need.
extension Chooser {
    /// A seat, and the board on it where a part of one with tenants is meant.
    struct Choice {
        var place: Int
        var ask: Ask
        var board: Int?
    }

    /// Brings the gains of a need in a window up to date.
    /// - Returns: their place in `caches`; nil when the need is known to fit nowhere there.
    /// - Complexity: O(blocks + seats that changed since it came last).
    mutating func refresh(_ need: Int, in window: Int, _ engine: PlacementEngine) -> Int? {
        let slot = slot(of: need, in: window)
        turn += 1
        caches[slot].turn = turn
        if caches[slot].emptySince == rises[window] { return nil }
        // Taken out, so that it is changed in place.
        var cache = GainCache(blocks: 0)
        swap(&cache, &caches[slot])
        let isEmpty = bringUpToDate(
            &cache.values, &cache.maxima, since: cache.seen, need, layout.windows[window], layout.runs[window], engine)
        cache.seen = moment
        cache.emptySince = isEmpty ? rises[window] : nil
        swap(&cache, &caches[slot])
        return isEmpty ? nil : slot
    }

    /// - Parameter first: of the window's blocks.
    /// - Returns: whether the need fits nowhere.
    private func bringUpToDate(
        _ valueArray: inout [SIMD16<Float>], _ maximumArray: inout [Float], since seen: UInt32, _ need: Int, _ first: Int,
        _ runs: [SeatLayout.Run], _ engine: PlacementEngine
    ) -> Bool {
        let isNew = seen == 0
        var (last, lastGain) = (Seat(), Gain())
        var values = valueArray.mutableSpan
        var maxima = maximumArray.mutableSpan
        let seats = seats.span
        let losses = losses.span
        let stamps = stamps.span
        let blockStamps = blockStamps.span
        for run in runs {
            let ask = asks[need &* layout.kinds.count &+ run.kind]
            if ask.rank < 0 { continue }
            let (kind, table) = (layout.kinds[run.kind], tables[tableOfKind[run.kind]])
            last.cores = -1
            for block in run.blocks where blockStamps[block] > seen {
                let local = block &- first
                for offset in 0..<SeatLayout.blockSize {
                    let place = block &* SeatLayout.blockSize &+ offset
                    guard stamps[place] > seen else { continue }
                    let seat = seats[place]
                    // Most of an idle fleet is alike.
                    if !isNew || seat != last {
                        lastGain = Chooser.gain(ask, seat, losses[place], kind, table, engine)
                        if rule == .firstFit { lastGain = Chooser.firstFit(lastGain, ask, seat) }
                        last = seat
                    }
                    values[local &* 3][offset] = lastGain.used
                    values[local &* 3 &+ 1][offset] = lastGain.fresh
                    values[local &* 3 &+ 2][offset] = lastGain.packages
                }
                let (allUsed, allFresh) = (values[local &* 3], values[local &* 3 &+ 1])
                var (used, fresh) = (-Float.infinity, -Float.infinity)
                for offset in 0..<SeatLayout.blockSize {
                    if allUsed[offset] > used { used = allUsed[offset] }
                    if allFresh[offset] > fresh { fresh = allFresh[offset] }
                }
                (maxima[local &* 2], maxima[local &* 2 &+ 1]) = (used, fresh)
            }
        }
        for index in 0..<maxima.count where maxima[index] > -.infinity { return false }
        return true
    }

    private mutating func slot(of need: Int, in window: Int) -> Int {
        let owner = need * layout.windowCount + window
        if cacheOf[owner] >= 0 { return Int(cacheOf[owner]) }
        let blocks = layout.windows[window + 1] - layout.windows[window]
        if caches.count < cachesMax {
            cacheOf[owner] = Int32(caches.count)
            caches.append(GainCache(blocks: blocks))
            owners.append((need, window))
            return caches.count - 1
        }
        // The one that was used longest ago of a few: no list needs to be kept.
        var oldest = turn % caches.count
        for step in 1..<8 {
            let other = (turn + step * 7919) % caches.count
            if caches[other].turn < caches[oldest].turn { oldest = other }
        }
        cacheOf[owners[oldest].need * layout.windowCount + owners[oldest].window] = -1
        owners[oldest] = (need, window)
        cacheOf[owner] = Int32(oldest)
        caches[oldest] = GainCache(blocks: blocks)
        return oldest
    }

    /// The best seat of a window that has the watts, the first of equals.
    /// - Parameters:
    ///   - slot: of the up-to-date gains of the need.
    ///   - tried: places that refused.
    func best(
        _ need: Int, rank: Int, in window: Int, _ slot: Int, except tried: [Int], _ engine: PlacementEngine,
        _ claimer: Claimer
    ) -> Choice? {
        let (first, factor, packageFactor) = (layout.windows[window], wattFactor, packageFactor)
        var (best, found, foundAsk) = (-Float.infinity, -1, Ask())
        // What the whole site has left, once some node was short: a site without watts is not asked node by node.
        var site = Int64.max
        let cache = caches[slot]
        let values = cache.values.span
        let maxima = cache.maxima.span
        for run in layout.runs[window] {
            let ask = asks[need &* layout.kinds.count &+ run.kind]
            guard Int(ask.rank) == rank else { continue }
            let kind = layout.kinds[run.kind]
            let (opening, price, packageCost) = (factor * ask.openWatts, price(ask, kind), packageFactor * kind.packageWatts)
            for block in run.blocks {
                let local = block &- first
                guard max(maxima[local &* 2], maxima[local &* 2 &+ 1] - opening) - price > best else { continue }
                let (allUsed, allFresh, packages) = (values[local &* 3], values[local &* 3 &+ 1], values[local &* 3 &+ 2])
                for offset in 0..<SeatLayout.blockSize {
                    let (used, fresh) = (allUsed[offset], allFresh[offset] - opening)
                    let rest = price + packageCost * packages[offset]
                    let score = (fresh > used ? fresh : used) - rest
                    guard score > best else { continue }
                    let place = block &* SeatLayout.blockSize &+ offset
                    if !tried.isEmpty, tried.contains(place) { continue }
                    let position = Int(layout.positions[place])
                    let milliwatts = ask.milliwatts + (fresh > used ? ask.boardMilliwatts : 0)
                    if milliwatts <= site, engine.hasWatts(milliwatts, position, claimer) {
                        (best, found, foundAsk) = (score, place, ask)
                        continue
                    }
                    if site == .max { site = engine.headroom(of: 0).milliwatts }
                    guard ask.isShared, fresh > used, used - rest > best, ask.milliwatts <= site,
                        engine.hasWatts(ask.milliwatts, position, claimer)
                    else { continue }
                    (best, found, foundAsk) = (used - rest, place, ask)
                }
            }
        }
        guard found >= 0 else { return nil }
        return Choice(place: found, ask: foundAsk, board: foundAsk.isShared ? board(of: found, foundAsk, engine, claimer) : nil)
    }

    /// What the kind's scarcity costs a need, in devices.
    @inline(__always)
    private func price(_ ask: Ask, _ kind: SeatKind) -> Float {
        if ask.count == 0 { return kind.width == 0 ? -Chooser.hostsWithoutDevices : 0 }
        return Chooser.priceWeight * Float(ask.milli * ask.count) / 1000 * prices.prices[Int(kind.group)]
    }

    /// The board with tenants that a share is best put on; nil for one that is free.
    private func board(of place: Int, _ ask: Ask, _ engine: PlacementEngine, _ claimer: Claimer) -> Int? {
        let (seat, kindPlace) = (seats[place], Int(seats[place].kind))
        let kind = layout.kinds[kindPlace]
        var gain = Chooser.gain(ask, seat, losses[place], kind, tables[tableOfKind[kindPlace]], engine)
        if rule == .firstFit { gain = Chooser.firstFit(gain, ask, seat) }
        guard gain.board >= 0 else { return nil }
        let isFresh = gain.fresh - wattFactor * ask.openWatts > gain.used
        guard isFresh, engine.hasWatts(ask.milliwatts + ask.boardMilliwatts, Int(layout.positions[place]), claimer) else {
            return gain.board
        }
        return nil
    }
}
