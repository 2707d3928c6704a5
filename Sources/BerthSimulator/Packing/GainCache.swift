/// The gains of one spec on all nodes, in blocks with their maxima.
struct GainCache: Sendable {
    private(set) var used: [Float]
    private(set) var fresh: [Float]
    private(set) var packages: [Float]
    private(set) var usedMax: [Float]
    private(set) var freshMax: [Float]
    /// How many changes of nodes these gains know.
    var seen = 0

    init(places: Int) {
        used = [Float](repeating: -.infinity, count: places)
        fresh = used
        packages = [Float](repeating: 0, count: places)
        usedMax = [Float](repeating: -.infinity, count: places / PackingLayout.blockSize)
        freshMax = usedMax
    }

    @inline(__always)
    mutating func set(_ place: Int, _ gain: PackingGain) {
        used[place] = gain.used
        fresh[place] = gain.fresh
        packages[place] = gain.packages
    }

    /// Brings a block's maxima up to date.
    @inline(__always)
    mutating func summarize(_ block: Int) {
        var (one, other) = (-Float.infinity, -Float.infinity)
        for place in block * PackingLayout.blockSize..<(block + 1) * PackingLayout.blockSize {
            one = max(one, used[place])
            other = max(other, fresh[place])
        }
        (usedMax[block], freshMax[block]) = (one, other)
    }
}
