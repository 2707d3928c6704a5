/// A short name for a text: the same for the same bytes wherever it is taken, so that what was read, sent and stored can be compared.
/// FNV-1a with 64 bits: it finds slips, not forgers.
package enum PolicyChecksum {
    package static func of(_ text: String) -> String {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
