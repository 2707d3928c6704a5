/// What is free on one node of the engine, as the chooser last saw it: a copy of words, which decide.
struct Seat: BitwiseCopyable, Equatable, Sendable {
    /// Thousandths free of each board with tenants; 0 for other devices. Of memory and time the scarcer counts.
    var boards = SIMD16<Int16>.zero
    /// Thousandths free of boards with tenants, together.
    var partial: Int32 = 0
    /// Whole free cores.
    var cores: Int32 = 0
    var mebibytes: Int32 = 0
    /// Free devices, and boards with tenants and room, a bit each.
    var free: UInt16 = 0
    var open: UInt16 = 0
    /// Free devices.
    var whole: Int16 = 0
    /// The place of the seat's kind in `SeatLayout.kinds`.
    var kind: UInt16 = 0

    /// Thousandths free in all.
    @inline(__always) var gpuMilli: Int { Int(whole) &* 1000 &+ Int(partial) }

    /// Whether some of it is more than it was.
    func exceeds(_ other: Seat) -> Bool {
        if cores > other.cores || mebibytes > other.mebibytes || free & ~other.free != 0 { return true }
        // A board that was opened has lost something.
        let opened = other.free & ~free
        if opened == 0 { return any(boards .> other.boards) }
        return (0..<16).contains { boards[$0] > other.boards[$0] && opened >> UInt16($0) & 1 == 0 }
    }
}
