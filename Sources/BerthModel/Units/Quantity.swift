/// Reading of `NUMBER UNIT` texts with exact integer arithmetic.
enum Quantity {
    /// - Parameter units: each accepted unit with its size in the smallest one.
    /// - Returns: the amount in the smallest unit; a fraction of the smallest unit is an error, not rounded away.
    static func parse(_ text: String, units: [String: Int64], what: String, example: String) throws(BerthError) -> Int64 {
        func refuse(_ why: String) -> BerthError {
            BerthError(
                .invalidQuantity, "\"\(text)\" is not \(what == "power" ? "a power" : "a \(what)"): \(why); write it like \"\(example)\"")
        }
        let trimmed = text.drop { $0 == " " }
        let number = trimmed.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = String(trimmed.dropFirst(number.count).drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        guard trimmed.first != "-" else { throw refuse("it is below zero") }
        guard !number.isEmpty else { throw refuse("it does not start with a number") }
        guard !unit.isEmpty else { throw refuse("it has no unit") }
        guard let size = units[unit] else {
            throw refuse("unknown unit \"\(unit)\" (known: \(units.sorted { $0.value < $1.value }.map(\.key).joined(separator: ", ")))")
        }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int64(parts[0]) else { throw refuse("\"\(number)\" is not a number") }
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: size)
        guard !overflow else { throw refuse("it is too large") }
        guard parts.count == 2 else { return scaled }

        let digits = parts[1]
        guard !digits.isEmpty, digits.count <= 9, let fraction = Int64(digits) else { throw refuse("\"\(number)\" is not a number") }
        let divisor = (0..<digits.count).reduce(Int64(1)) { power, _ in power * 10 }
        let product = fraction.multipliedReportingOverflow(by: size)
        guard !product.overflow, product.partialValue % divisor == 0 else { throw refuse("it has too many decimal places") }
        let sum = scaled.addingReportingOverflow(product.partialValue / divisor)
        guard !sum.overflow else { throw refuse("it is too large") }
        return sum.partialValue
    }
}
