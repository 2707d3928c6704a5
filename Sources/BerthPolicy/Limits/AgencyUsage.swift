public import BerthModel

/// What one agency's jobs hold, those of the agencies beneath it included.
public struct AgencyUsage: Hashable, Sendable {
    /// Thousandths of devices: a part of a board counts as that.
    public var thousandths: [KindName: Int] = [:]
    /// Reserved above base load.
    public var watts = Watts.zero
    /// Thousandths of the common unit.
    public var unitThousandths = 0
    /// Jobs that are not over; a task of an array is one.
    public var jobs = 0

    public init() {}
}
