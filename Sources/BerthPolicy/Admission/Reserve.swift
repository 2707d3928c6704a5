public import BerthModel

/// How many watts a claim reserves for one device.
public enum Reserve {
    /// Watts above the device's idle draw: the profile's peak, else the kind's maximum, lowered by a power cap. Never negative.
    /// - Throws: `BerthError` with code `invalidJob` when the kind cannot be capped, or not so low.
    public static func perDevice(_ kind: AcceleratorKind, peak: Watts?, cap: Watts?) throws(BerthError) -> Watts {
        var reserve = min(peak ?? kind.power.max, kind.power.max)
        if let cap {
            guard let lowest = kind.power.min else {
                throw BerthError(
                    .invalidJob, "a power cap of \(cap) was asked, but nothing can cap a \(kind.name): it has no setter for it",
                    field: "/power_cap",
                    hint: "leave the power cap out, or ask for a kind that can be capped")
            }
            guard cap >= lowest else {
                throw BerthError(
                    .invalidJob, "a power cap of \(cap) is below what a \(kind.name) accepts", field: "/power_cap",
                    hint: "ask for \(lowest) or more")
            }
            reserve = min(reserve, cap)
        }
        return max(.zero, reserve - kind.power.idle)
    }
}
