/// Logarithms to base two in whole numbers, so that every machine finds the same.
enum Logarithm {
    private static let bits = 16
    /// An octave.
    static let one = Int64(1) << Int64(bits)
    /// What is told apart of two speeds: a sixteenth of an octave.
    private static let step = one / 16

    /// Of a whole number, in parts of `one`, rounded down; what is below one counts as one.
    static func of(_ value: Int64) -> Int64 {
        let value = UInt64(max(1, value))
        let octave = 63 - value.leadingZeroBitCount
        // The mantissa, 2^31 up to 2^32.
        var mantissa = octave >= 31 ? value >> UInt64(octave - 31) : value << UInt64(31 - octave)
        var result = Int64(octave)
        for _ in 0..<bits {
            mantissa = (mantissa * mantissa) >> 31
            result *= 2
            if mantissa >= 1 << 32 {
                result += 1
                mantissa >>= 1
            }
        }
        return result
    }

    /// Two to the power of a logarithm, in thousandths, rounded to the nearest step; at least one, at most 2^40.
    static func thousandths(_ logarithm: Int64) -> Int {
        let half = logarithm >= 0 ? step / 2 : -step / 2
        let steps = max(-16 * 10, min(16 * 30, (logarithm + half) / step))
        let octaves = Int(steps) >= 0 ? Int(steps) / 16 : (Int(steps) - 15) / 16
        // Square roots are exact to the last bit everywhere, other functions are not.
        var (factor, value) = (2.0, 1000.0)
        let sixteenths = Int(steps) - 16 * octaves
        for bit in [8, 4, 2, 1] {
            factor = factor.squareRoot()
            if sixteenths & bit != 0 { value *= factor }
        }
        for _ in 0..<abs(octaves) { value = octaves > 0 ? value * 2 : value / 2 }
        return max(1, Int(value.rounded()))
    }
}
