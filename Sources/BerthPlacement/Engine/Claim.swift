/// What a claimer holds on one node: the receipt of a claim, and all that a release needs.
///
/// 40 bytes, so that a million of them are a table and not a heap.
package struct Claim: BitwiseCopyable, Hashable, Sendable {
    /// The engine's number of the node: see `PlacementEngine.position(of:)`.
    package internal(set) var node: UInt32
    /// Bit i is device i of the node.
    package internal(set) var devices: UInt16
    /// Free for the holder of the claim.
    package var tag: UInt16
    package internal(set) var agency: Int32
    /// Above idle, in milliwatts: below 2^32, as one node draws at most 4 MW.
    package internal(set) var milliwatts: UInt32
    /// What is taken of each NUMA node, as `SideWord`s.
    var sides: (UInt64, UInt64)

    package init() {
        (node, devices, tag, agency, milliwatts, sides) = (0, 0, 0, 0, 0, (0, 0))
    }

    package static func == (left: Claim, right: Claim) -> Bool {
        (left.node, left.devices, left.tag, left.agency, left.milliwatts) == (right.node, right.devices, right.tag, right.agency, right.milliwatts)
            && left.sides == right.sides
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(node)
        hasher.combine(devices)
    }

    /// Whole cores on each NUMA node.
    package var cores: [Int] { [SideWord(bits: sides.0).cores, SideWord(bits: sides.1).cores] }
    package var mebibytes: [Int] { [SideWord(bits: sides.0).mebibytes, SideWord(bits: sides.1).mebibytes] }
}
