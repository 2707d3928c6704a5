/// Numbers as people read them.
enum Figure {
    /// One row a line: names in the first column, what they are in the second.
    static func table(_ rows: [(String, String)]) -> String {
        let width = rows.map { $0.0.count }.max() ?? 0
        return rows.map { name, value in name + String(repeating: " ", count: width + 2 - name.count) + value + "\n" }.joined()
    }

    /// Digits in threes: 1,234,567.
    static func grouped(_ number: Int) -> String {
        var text = ""
        for (place, digit) in String(number.magnitude).reversed().enumerated() {
            if place > 0, place.isMultiple(of: 3) { text = "," + text }
            text = String(digit) + text
        }
        return number < 0 ? "-" + text : text
    }

    static func grouped(_ number: Double) -> String { grouped(Int(number.rounded())) }

    /// With one decimal.
    static func tenths(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(grouped(tenths / 10)).\(abs(tenths % 10))"
    }
}
