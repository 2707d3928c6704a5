/// e to a power without a library below this floor: the published score needs it to the last whole hundredth only.
enum Exponential {
    /// For powers of small size; the series is exact to the last bits of a double for -8...8, halved down to -1...1 and squared up again.
    static func of(_ power: Double) -> Double {
        precondition(power.magnitude <= 64, "power out of range")
        let reduced = power / 64
        var (sum, term) = (1.0, 1.0)
        for step in 1...16 {
            term *= reduced / Double(step)
            sum += term
        }
        for _ in 0..<6 { sum *= sum }
        return sum
    }
}
