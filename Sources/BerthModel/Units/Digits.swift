/// Reading of plain numbers: digits and nothing else, where `Int("+5")` and `Int("-0")` would let a sign pass.
enum Digits {
    /// - Parameter places: more digits than this are refused, whatever their value.
    /// - Returns: nil for anything but 1 to `places` ASCII digits.
    static func value(_ text: some StringProtocol, places: Int) -> Int? {
        guard (1...places).contains(text.utf8.count), text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}
