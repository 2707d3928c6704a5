/// Headrooms in steps: what the index knows of watts.
///
/// Bucket 0 begins below zero. From 16 W on a bucket is an octave, for jobs that draw little beside racks that have little left; from
/// 262 W on a quarter of one; the last begins at 25 kW: above the most that one node draws nothing need be told apart.
enum PowerBucket {
    #if BERTH_EXPLORE
    // Loops over buckets are most of what claimers do on the explored fleet, and the third bucket adds nothing to the second.
    private static let octaves = 0
    static let count = 3
    /// Where the last bucket begins, in milliwatts.
    static let last: Int64 = 5 << 16
    #else
    private static let octaves = 4
    static let count = 32
    static let last: Int64 = 6 << 22
    #endif
    /// Where the first quarter begins, as a power of two, in milliwatts.
    private static let firstExponent = 18

    /// Where a bucket begins, in milliwatts.
    static func floor(_ bucket: Int) -> Int64 {
        guard bucket > 0 else { return .min }
        if bucket <= octaves { return 1 << Int64(firstExponent - octaves + bucket - 1) }
        let quarters = bucket - octaves - 1
        return Int64(4 + quarters % 4) << Int64(firstExponent - 2 + quarters / 4)
    }

    /// The bucket that a headroom lies in, and the lowest in which a demand of that size may find its watts.
    @inline(__always)
    static func of(_ milliwatts: Int64) -> Int {
        guard milliwatts >= 1 << (firstExponent &- octaves) else { return 0 }
        let exponent = 63 &- milliwatts.leadingZeroBitCount
        if exponent < firstExponent { return exponent &- firstExponent &+ octaves &+ 1 }
        let quarter = Int(milliwatts >> Int64(exponent &- 2) & 3)
        return min(count &- 1, (exponent &- firstExponent) &* 4 &+ quarter &+ octaves &+ 1)
    }
}
