/// Decimal texts of integer ratios without floating point or Foundation.
enum Decimal {
    /// `value / unit` cut (towards zero) to at most `places` decimals, without trailing zeros.
    static func text(_ value: Int64, per unit: Int64, places: Int) -> String {
        precondition(unit > 0 && places >= 0)
        let magnitude = value.magnitude
        var text = "\(value < 0 ? "-" : "")\(magnitude / UInt64(unit))"
        var remainder = magnitude % UInt64(unit)
        var digits = ""
        for _ in 0..<places where remainder > 0 {
            let scaled = remainder.multipliedFullWidth(by: 10)
            let (digit, rest) = UInt64(unit).dividingFullWidth(scaled)
            digits += "\(digit)"
            remainder = rest
        }
        while digits.last == "0" { digits.removeLast() }
        if !digits.isEmpty { text += "." + digits }
        return text
    }
}
