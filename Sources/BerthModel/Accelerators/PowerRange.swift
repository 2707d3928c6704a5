/// What one device draws, in watts, with who vouches for the figures.
///
/// Invariant: 0 <= idle <= default <= max, and min <= max where the device can be capped.
public struct PowerRange: Hashable, Sendable, Codable {
    /// Drawn by a device without work.
    public var idle: Watts
    /// The lowest cap that the board accepts; nil where it cannot be capped.
    public var min: Watts?
    /// The cap at power-on.
    public var `default`: Watts
    /// The most it may ever draw: what a claim reserves unless its profile says less.
    public var max: Watts
    public var provenance: Provenance
    /// Where the figures stand.
    public var source: String

    public init(idle: Watts, min: Watts?, default: Watts, max: Watts, provenance: Provenance, source: String) {
        precondition(
            .zero <= idle && idle <= `default` && `default` <= max && min ?? .zero <= max, "power figures must ascend from idle to max")
        self.idle = idle
        self.min = min
        self.default = `default`
        self.max = max
        self.provenance = provenance
        self.source = source
    }

    /// Whether a cap can be set on the device (NVML can; Trainium has no setter).
    public var canCap: Bool { min != nil }
}
