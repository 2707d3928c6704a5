/// The gains of one need on the seats of one window, in blocks with their maxima.
struct GainCache: Sendable {
    /// For each block the `used`, `fresh` and `packages` of its seats.
    var values: [SIMD16<Float>]
    /// For each block the largest `used`, and the largest `fresh`.
    var maxima: [Float]
    /// Changes of seats up to this moment are known.
    var seen: UInt32 = 0
    /// How often something had been given back in the window when the need fitted nowhere in it; nil while it does somewhere.
    var emptySince: UInt32?
    /// When it was used last.
    var turn = 0

    init(blocks: Int) {
        values = [SIMD16<Float>](repeating: SIMD16(repeating: -.infinity), count: blocks * 3)
        maxima = [Float](repeating: -.infinity, count: blocks * 2)
    }
}
