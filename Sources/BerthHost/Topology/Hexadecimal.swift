/// Numbers as PCI prints them: lower case, with leading zeros.
enum Hexadecimal {
    static func text(_ value: some FixedWidthInteger, digits: Int) -> String {
        let bare = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - bare.count)) + bare
    }
}
