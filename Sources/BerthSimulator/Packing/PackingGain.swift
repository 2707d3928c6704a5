/// What placing a spec on one node gains, in GPUs, apart from watts and prices; minus infinity where it does not fit.
struct PackingGain: Sendable {
    /// Without a GPU that was wholly free: on CPU alone, or on a GPU in use already.
    var used = -Float.infinity
    /// On GPUs that were wholly free.
    var fresh = -Float.infinity
    /// CPU packages that become busy.
    var packages: Float = 0
    /// The GPU that `used` means.
    var usedGPU = -1
}
