import BerthModel

/// How use fades: by half in each half-life. In whole numbers, so that a replay fades it likewise.
public struct HalfLife: Hashable, Sendable {
    /// 0: what was used before does not count.
    public let milliseconds: Int64

    /// - Precondition: not negative.
    public init(_ duration: Duration) {
        precondition(duration >= .zero, "a half-life is not negative")
        milliseconds = duration.milliseconds
    }

    /// One, in the measure of `remainder(after:)`.
    static let one: UInt64 = 1 << 62

    /// What is left of one after some time: 2^(-time / half-life), of `one`.
    /// - Complexity: O(bits): some 22 multiplications.
    func remainder(after elapsed: Int64) -> UInt64 {
        guard elapsed > 0 else { return HalfLife.one }
        guard milliseconds > 0 else { return 0 }
        let (halvings, rest) = elapsed.quotientAndRemainder(dividingBy: milliseconds)
        guard halvings < 62 else { return 0 }
        // The rest of the exponent, a binary fraction.
        let wide = UInt128(rest) << UInt128(HalfLife.roots.count)
        var bits = UInt64(wide / UInt128(milliseconds))
        var left = HalfLife.one >> UInt64(halvings)
        while bits != 0 {
            let bit = 63 - bits.leadingZeroBitCount
            left = HalfLife.product(left, HalfLife.roots[HalfLife.roots.count - 1 - bit])
            bits ^= 1 << UInt64(bit)
        }
        return left
    }

    static func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        return high << 2 | low >> 62
    }

    /// 2^(-1/2), 2^(-1/4), and so on: of a half-life of ten years the last is some tenths of a microsecond.
    private static let roots: [UInt64] = {
        var roots: [UInt64] = []
        var root = one / 2
        for _ in 0..<50 {
            root = squareRoot(UInt128(root) << 62)
            roots.append(root)
        }
        return roots
    }()

    private static func squareRoot(_ square: UInt128) -> UInt64 {
        var (root, bit) = (UInt128(0), UInt128(1) << 63)
        while bit > 0 {
            let tried = root | bit
            if tried * tried <= square { root = tried }
            bit >>= 1
        }
        return UInt64(root)
    }
}
