/// Headrooms in steps of a quarter of an octave: what the index knows of watts.
///
/// Bucket 0 begins below zero, bucket 1 at 262 W, bucket 31 at 50 kW: above the most that one node draws nothing need be told apart.
enum PowerBucket {
    private static let firstExponent = 18
    #if BERTH_EXPLORE
    // Loops over buckets are most of what claimers do on the explored fleet, and the third bucket adds nothing to the second.
    static let count = 3
    static let last: Int64 = 5 << (firstExponent - 2)
    #else
    static let count = 32
    /// Where the last bucket begins, in milliwatts.
    static let last: Int64 = 6 << (firstExponent + 5)
    #endif

    /// Where a bucket begins, in milliwatts.
    static func floor(_ bucket: Int) -> Int64 {
        guard bucket > 0 else { return .min }
        return Int64(4 + (bucket - 1) % 4) << Int64(firstExponent - 2 + (bucket - 1) / 4)
    }

    /// The bucket that a headroom lies in, and the lowest in which a demand of that size may find its watts.
    @inline(__always)
    static func of(_ milliwatts: Int64) -> Int {
        guard milliwatts >= 1 << firstExponent else { return 0 }
        let exponent = 63 &- milliwatts.leadingZeroBitCount
        let quarter = Int(milliwatts >> Int64(exponent &- 2) & 3)
        return min(count &- 1, (exponent &- firstExponent) &* 4 &+ quarter &+ 1)
    }
}
