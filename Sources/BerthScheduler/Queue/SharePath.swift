import BerthModel

/// Where an agency stands among all: at each level its branch's share, and the branch.
struct SharePath: Hashable, Comparable, Sendable {
    private var keys = SIMD8<UInt64>()
    private var nodes = SIMD8<Int32>()
    private var count = 0

    /// - Precondition: no deeper than `Limits.agencyDepthMax`.
    mutating func append(_ key: UInt64, _ node: Int32) {
        keys[count] = key
        nodes[count] = node
        count += 1
    }

    static func < (left: SharePath, right: SharePath) -> Bool {
        for level in 0..<min(left.count, right.count) {
            if left.keys[level] != right.keys[level] { return left.keys[level] < right.keys[level] }
            if left.nodes[level] != right.nodes[level] { return left.nodes[level] < right.nodes[level] }
        }
        return left.count < right.count
    }
}
