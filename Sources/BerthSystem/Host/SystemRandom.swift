/// The kernel's random numbers.
public enum SystemRandom {}

/// Names that nobody has used before.
public enum UniqueName {
    /// 128 random bits as 32 hexadecimal digits.
    public static func random() -> String { hexadecimal(SystemRandom.bytes(16)) }

    /// A version 4 UUID (RFC 9562, section 5.4) in lower case.
    public static func uuid() -> String {
        var bytes = SystemRandom.bytes(16)
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let groups = [bytes[0..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10..<16]]
        return groups.map(hexadecimal).joined(separator: "-")
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }
}
