/// How much of one resource is held, and the fading mean of what was.
public struct Meter: Hashable, Sendable {
    /// In the measure of the resource.
    public private(set) var held = 0
    /// The mean when it was last brought up to date, in 2^-20 of the measure.
    private var mean: Int64 = 0
    /// Milliseconds since 1970.
    private var since: Int64 = 0

    private static let fraction: Int64 = 20

    public init() {}

    /// What is forgotten of it before long.
    public var isEmpty: Bool { held == 0 && mean == 0 }

    /// Holds more, or less, from a moment on.
    public mutating func change(by amount: Int, at moment: Int64, _ halfLife: HalfLife) {
        mean = fadedMean(at: moment, halfLife)
        since = max(since, moment)
        held += amount
    }

    /// mean x f + held x (1 - f), where f is what is left of one.
    private func fadedMean(at moment: Int64, _ halfLife: HalfLife) -> Int64 {
        guard halfLife.milliseconds > 0 else { return 0 }
        guard moment > since, mean != 0 || held != 0 else { return mean }
        let left = halfLife.remainder(after: moment - since)
        return Meter.part(mean, of: left) + Meter.part(Int64(held) << Meter.fraction, of: HalfLife.one - left)
    }

    private static func part(_ amount: Int64, of one: UInt64) -> Int64 {
        let product = HalfLife.product(amount.magnitude, one)
        return amount < 0 ? -Int64(product) : Int64(product)
    }

    /// In the measure of the resource, rounded down.
    public func mean(at moment: Int64, _ halfLife: HalfLife) -> Int { Int(fadedMean(at: moment, halfLife) >> Meter.fraction) }

    /// The figures that decide what it will say: for the canonical dump.
    public var text: String { "\(held):\(mean):\(since)" }
}
