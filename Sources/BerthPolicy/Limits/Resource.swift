public import BerthModel

/// What agencies have limits on.
public enum Resource: Hashable, Sendable {
    /// In thousandths of a device.
    case devices(KindName)
    /// In milliwatts, above base load.
    case power
    /// In thousandths of the common unit.
    case units
}
