import BerthModel

/// Why something does not fit, as it was found out for somebody who asked.
struct KnownBlockers: Sendable {
    private var lanes: [LaneKey: [Blocker]] = [:]
    /// Of the placement core, the same for all agencies.
    private var shapes: [Int: [Blocker]] = [:]

    subscript(lane key: LaneKey) -> [Blocker]? {
        get { lanes[key] }
        set { lanes[key] = newValue }
    }

    subscript(shape shape: Int) -> [Blocker]? {
        get { shapes[shape] }
        set { shapes[shape] = newValue }
    }

    /// Something was claimed or given back.
    mutating func forget() {
        if !lanes.isEmpty { lanes = [:] }
        if !shapes.isEmpty { shapes = [:] }
    }
}
