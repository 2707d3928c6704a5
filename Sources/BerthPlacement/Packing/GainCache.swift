/// The gains of one need on the seats of one window, in blocks with their maxima.
struct GainCache: Sendable {
    /// For each block the `used`, `fresh` and `packages` of its seats, one after the other.
    var values: [Float]
    /// For each block the largest `used`, and the largest `fresh`.
    var maxima: [Float]
    /// Changes of seats up to this moment are known.
    var seen: UInt32 = 0
    /// How often something had been given back in the window when the need fitted nowhere in it; nil while it does somewhere.
    var emptySince: UInt32?
    /// When it was used last.
    var turn = 0

    static let stride = 3 * SeatLayout.blockSize
    static let fresh = SeatLayout.blockSize
    static let packages = 2 * SeatLayout.blockSize

    init(blocks: Int) {
        values = [Float](repeating: -.infinity, count: blocks * GainCache.stride)
        maxima = [Float](repeating: -.infinity, count: blocks * 2)
    }

    /// Whether the need fits nowhere.
    var isEmpty: Bool {
        for maximum in maxima where maximum > -.infinity { return false }
        return true
    }
}
