enum Mix {
    /// The finisher of SplitMix64 (Steele and others, OOPSLA 2014): every bit of the argument reaches every bit of the result.
    @inline(__always)
    static func of(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
