import BerthModel

/// A span of time in steps of a quarter of an octave: two spans of one class differ by less than a quarter.
///
///     class  0        1       2       3       4       5     …  113        127
///     up to  1.02 s  1.28 s  1.54 s  1.79 s  2.05 s  2.56 s  …  ten years  without end
public struct SpanClass: Hashable, Sendable, Comparable {
    /// 0…`unbounded`.
    public let number: UInt8

    /// Of what never ends by itself.
    public static let unbounded = SpanClass(number: 127)
    /// Up to about a second.
    public static let shortest = SpanClass(number: 0)
    static let count = 128

    init(number: UInt8) { self.number = number }

    /// - Parameter span: what is below zero counts as zero, what is above ten years as without end.
    public init(_ span: Duration) {
        let milliseconds = span.milliseconds
        guard milliseconds > SpanClass.unit else {
            self.init(number: 0)
            return
        }
        // A class ends at its upper bound, which belongs to it.
        let value = UInt64(milliseconds) - 1
        let octave = 63 - value.leadingZeroBitCount
        let quarter = Int(value >> UInt64(octave - 2)) & 3
        let number = (octave - SpanClass.unitOctave) * 4 + quarter + 1
        self.init(number: UInt8(min(number, Int(SpanClass.unbounded.number))))
    }

    /// The longest span of this class; nil for one without end.
    public var upper: Duration? {
        guard self != .unbounded else { return nil }
        guard number > 0 else { return .milliseconds(SpanClass.unit) }
        let (octave, quarter) = (Int64(number - 1) / 4, Int64(number - 1) % 4)
        return .milliseconds((4 + quarter + 1) << (octave + Int64(SpanClass.unitOctave) - 2))
    }

    /// The upper bound of this class, or of the one below, where that is not above `span`.
    /// - Parameter span: of this class.
    public func longestWithin(_ span: Duration) -> Duration? {
        if let upper, upper <= span { return upper }
        guard number > 0 else { return nil }
        return SpanClass(number: number - 1).upper
    }

    public static func < (left: SpanClass, right: SpanClass) -> Bool { left.number < right.number }

    /// 1.024 s, in milliseconds: shorter jobs are all alike.
    private static let unit: Int64 = 1 << unitOctave
    private static let unitOctave = 10
}
