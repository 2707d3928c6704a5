/// What placing a need on one node gains, in devices, apart from watts and prices; minus infinity where it does not fit.
struct Gain: BitwiseCopyable, Sendable {
    /// Without a device that was wholly free: on cores alone, or on a board with tenants.
    var used = -Float.infinity
    /// On devices that were wholly free.
    var fresh = -Float.infinity
    /// NUMA nodes that become busy.
    var packages: Float = 0
    /// The board that `used` means.
    var board = -1
}
