/// What a need gains on a seat.
extension Chooser {
    /// - Parameter loss: of the seat as it stands.
    @inline(__always)
    static func gain(_ ask: Ask, _ seat: Seat, _ loss: Float, _ kind: SeatKind, _ table: LossTable, _ engine: PlacementEngine) -> Gain {
        var gain = Gain()
        let (cores, mebibytes) = (seat.cores &- ask.cores, seat.mebibytes &- ask.mebibytes)
        guard cores >= 0, mebibytes >= 0, ask.rank >= 0 else { return gain }
        if ask.isShared {
            guard seat.open != 0 || seat.free != 0 else { return gain }
            shared(ask, seat, loss, kind, table, engine, &gain)
        } else if ask.count == 0 {
            gain.used = loss - rest(seat, seat.free, Int(seat.whole), cores, mebibytes, kind, table)
        } else {
            guard Int32(seat.whole) >= ask.count else { return gain }
            var free = seat.free
            if !kind.isFree {
                let devices = engine.pick(Int(ask.count), from: free, Int(kind.type))
                guard devices != 0 else { return gain }
                free &= ~devices
            }
            gain.fresh = loss - rest(seat, free, Int(seat.whole) &- Int(ask.count), cores, mebibytes, kind, table)
        }
        gain.packages = Float(kind.packages(cores) &- kind.packages(seat.cores))
        return gain
    }

    /// The loss of a seat with other free devices, cores and memory; of the boards with tenants as they are.
    @inline(__always)
    private static func rest(
        _ seat: Seat, _ free: UInt16, _ whole: Int, _ cores: Int32, _ mebibytes: Int32, _ kind: SeatKind, _ table: LossTable
    ) -> Float {
        let gpuMilli = whole &* 1000 &+ Int(seat.partial)
        if gpuMilli == 0 { return 0 }
        let row = table.row(cores)
        return table.ofBoards(seat, row: row) + table.ofDevices(whole, largest: kind.largest(free, whole), row: row)
            + table.ofTotals(gpuMilli: gpuMilli, cores: cores, mebibytes: mebibytes)
    }

    /// The gains of a part of one board: on the best board with tenants, and on one that is wholly free.
    @inline(__always)
    private static func shared(
        _ ask: Ask, _ seat: Seat, _ before: Float, _ kind: SeatKind, _ table: LossTable, _ engine: PlacementEngine, _ gain: inout Gain
    ) {
        let (taken, cores, whole) = (Int(ask.milli), seat.cores &- ask.cores, Int(seat.whole))
        let row = table.row(cores)
        var (loss, bestUsed, open) = (Float(0), -Float.infinity, seat.open)
        while open != 0 {
            let board = open.trailingZeroBitCount
            open &= open &- 1
            let free = Int(seat.boards[board])
            let own = table.ofBoard(free, row: row)
            loss += own
            guard free >= taken else { continue }
            let saved = own - table.ofBoard(free &- taken, row: row)
            if saved > bestUsed { (bestUsed, gain.board) = (saved, board) }
        }
        guard gain.board >= 0 || whole > 0 else { return }
        let left = seat.gpuMilli &- taken
        let rest = left > 0 ? table.ofTotals(gpuMilli: left, cores: cores, mebibytes: seat.mebibytes &- ask.mebibytes) : 0
        let common = before - loss - rest
        if gain.board >= 0 {
            gain.used = common + bestUsed - table.ofDevices(whole, largest: kind.largest(seat.free, whole), row: row)
        }
        if whole > 0 {
            var free = seat.free
            if !kind.isFree { free &= ~engine.pick(1, from: free, Int(kind.type)) }
            gain.fresh =
                common - table.ofBoard(1000 &- taken, row: row)
                - table.ofDevices(whole &- 1, largest: kind.largest(free, whole &- 1), row: row)
        }
    }

    /// For the first node that fits: no gain is better than another, and of its boards the tightest is taken.
    static func firstFit(_ gain: Gain, _ ask: Ask, _ seat: Seat) -> Gain {
        var first = gain
        if first.used > -.infinity { first.used = 0 }
        if first.fresh > -.infinity { first.fresh = 0 }
        first.packages = 0
        guard ask.isShared, gain.board >= 0 else { return first }
        for board in 0..<16 where seat.open >> UInt16(board) & 1 == 1 && Int32(seat.boards[board]) >= ask.milli {
            if Int32(seat.boards[first.board]) < ask.milli || seat.boards[board] < seat.boards[first.board] { first.board = board }
        }
        return first
    }
}
