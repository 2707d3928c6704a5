public import BerthModel

/// What one agency's jobs hold, those of the agencies beneath it included.
public struct AgencyUsage: Hashable, Sendable {
    public var devices: [KindName: Int] = [:]
    /// Reserved above base load.
    public var watts = Watts.zero
    /// Jobs that are not over; a task of an array is one.
    public var jobs = 0

    public init() {}
}
