public import BerthModel

/// The power figures of one board as its driver reports them; nil where it does not. Idle draw is no reading of any driver: it comes
/// from the catalogue.
public struct PowerReading: Equatable, Sendable, Codable {
    /// The lowest cap the board takes.
    public var min: Watts?
    public var standard: Watts?
    /// The highest cap the board takes.
    public var max: Watts?
    /// The cap that software asked for.
    public var limit: Watts?
    /// The cap in force: below `limit` when an out-of-band controller asks for less.
    public var enforcedLimit: Watts?
    /// Draw at this moment. A one-second average on most boards, an instant on GA100 (A100) and older.
    public var current: Watts?
    /// Since the driver was loaded. The best source for a job's energy, as a difference of two readings.
    public var energyMillijoules: UInt64?

    public init(
        min: Watts? = nil, standard: Watts? = nil, max: Watts? = nil, limit: Watts? = nil, enforcedLimit: Watts? = nil,
        current: Watts? = nil, energyMillijoules: UInt64? = nil
    ) {
        self.min = min
        self.standard = standard
        self.max = max
        self.limit = limit
        self.enforcedLimit = enforcedLimit
        self.current = current
        self.energyMillijoules = energyMillijoules
    }
}
