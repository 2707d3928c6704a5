/// The gains of one need on the seats of one window, in blocks with their maxima.
struct GainCache: Sendable {
    private(set) var used: [Float]
    private(set) var fresh: [Float]
    private(set) var packages: [Float]
    private(set) var usedMax: [Float]
    private(set) var freshMax: [Float]
    /// Changes of seats up to this moment are known.
    var seen: UInt32 = 0
    /// How often something had been given back in the window when the need fitted nowhere in it; nil while it does somewhere.
    var emptySince: UInt32?
    /// When it was used last.
    var turn = 0

    init(blocks: Int) {
        used = [Float](repeating: -.infinity, count: blocks * SeatLayout.blockSize)
        fresh = used
        packages = [Float](repeating: 0, count: blocks * SeatLayout.blockSize)
        usedMax = [Float](repeating: -.infinity, count: blocks)
        freshMax = usedMax
    }

    @inline(__always)
    mutating func set(_ place: Int, _ gain: Gain) {
        used[place] = gain.used
        fresh[place] = gain.fresh
        packages[place] = gain.packages
    }

    /// Brings a block's maxima up to date.
    @inline(__always)
    mutating func summarize(_ block: Int) {
        var (one, other) = (-Float.infinity, -Float.infinity)
        for place in block &* SeatLayout.blockSize..<(block &+ 1) &* SeatLayout.blockSize {
            one = max(one, used[place])
            other = max(other, fresh[place])
        }
        (usedMax[block], freshMax[block]) = (one, other)
    }

    /// Whether the need fits nowhere.
    var isEmpty: Bool { usedMax.allSatisfy { $0 == -.infinity } && freshMax.allSatisfy { $0 == -.infinity } }
}
