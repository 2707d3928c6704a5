/// What relative times are read against: a moment, and the time zone of whoever reads.
public struct TimeReference: Sendable {
    public var now: Timestamp
    /// How far the local clock is ahead of UTC at a moment.
    public var zoneOffset: @Sendable (Timestamp) -> Duration

    /// - Parameter zoneOffset: UTC where it is left out.
    public init(now: Timestamp, zoneOffset: @escaping @Sendable (Timestamp) -> Duration = { _ in .zero }) {
        self.now = now
        self.zoneOffset = zoneOffset
    }

    /// The moment at which local clocks show this many milliseconds since 1970-01-01 00:00.
    func moment(local milliseconds: Int64) -> Timestamp {
        // The offset at the guess is that at the answer, but for the hours around a change of the clocks.
        let guess = Timestamp(milliseconds: milliseconds - zoneOffset(Timestamp(milliseconds: milliseconds)).milliseconds)
        return Timestamp(milliseconds: milliseconds - zoneOffset(guess).milliseconds)
    }
}
