import BerthModel

/// One node of the fleet as the core sees it: what it has, and where its words stand.
struct NodeLayout: Sendable {
    let name: NodeName
    /// The position of its place in the fleet.
    let place: Int
    /// At least one.
    let groups: [GroupLayout]
    let numaNodes: [NUMALayout]
    /// Positions of its power domains, leaf to root.
    let path: [Int]
    let wattsPerCore: Watts

    struct NUMALayout: Sendable {
        let coreWords: Range<Int>
        let coreCount: Int
        let memoryWord: Int
        let mebibytes: Int
    }

    func groupIndex(of kind: KindName?) -> Int? {
        kind == nil ? 0 : groups.firstIndex { $0.kind == kind }
    }

    /// What a member adds to every domain of the path. Parts of a core count pro rata, rounded up to a milliwatt.
    func watts(of need: MemberNeed) -> Int64 {
        (need.wattsPerDevice * need.count).milliwatts + (wattsPerCore.milliwatts * Int64(need.eighths) + 7) / 8
    }
}
