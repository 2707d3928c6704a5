/// Numbers as people read them: digits in threes, a fixed number of decimals.
package enum FigureText {
    /// - Parameter decimals: 0…6.
    package static func text(_ value: Double?, decimals: Int = 0, isSigned: Bool = false) -> String {
        guard let value, value.isFinite, abs(value) < 1e15 else { return "-" }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int64((abs(value) * scale).rounded())
        let whole = scaled / Int64(scale)
        var text = grouped(whole)
        if decimals > 0 {
            let rest = String(scaled % Int64(scale))
            text += "." + String(repeating: "0", count: decimals - rest.count) + rest
        }
        if scaled == 0 { return text }
        return (value < 0 ? "-" : isSigned ? "+" : "") + text
    }

    private static func grouped(_ number: Int64) -> String {
        var text = ""
        for (place, digit) in String(number).reversed().enumerated() {
            if place > 0, place.isMultiple(of: 3) { text = "," + text }
            text = String(digit) + text
        }
        return text
    }
}
