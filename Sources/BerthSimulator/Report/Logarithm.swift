/// Logarithms without a mathematical library, for axes.
enum Logarithm {
    /// Off by less than 1e-9. - Precondition: `value` is finite and above 0.
    static func base10(_ value: Double) -> Double {
        precondition(value > 0 && value.isFinite, "the logarithm of \(value)")
        // ln of the significand, from the series of artanh: its argument is at most a third.
        let ratio = (value.significand - 1) / (value.significand + 1)
        var (sum, power) = (0.0, ratio)
        for odd in stride(from: 1.0, through: 37, by: 2) {
            sum += power / odd
            power *= ratio * ratio
        }
        let ln2 = 0.693_147_180_559_945_3
        return (Double(value.exponent) * ln2 + 2 * sum) / 2.302_585_092_994_046
    }
}
