/// The devices of one group of one node: which are there, which are claimed, and whether the node admits jobs.
///
///     63          version          33 | 32 admitting | 31   claimed   16 | 15   installed   0
///
/// - installed: bit i is device i of the group. Never changes while the core lives.
/// - claimed: bit i is set while device i has an owner; always within installed.
/// - admitting: clear on a drained node. Claims need it, releases do not. All words of a node carry it, because a claim looks at one.
/// - version: counts the changes and wraps. Nothing depends on it; it tells two readings apart in a dump.
///
/// A node without devices has one such word with nothing installed. A job on cores only claims the empty set of its node's first
/// word, so that admission is decided by one exchange for every kind of job.
package struct NodeWord: Hashable, Sendable {
    package var bits: UInt64

    package init(bits: UInt64) { self.bits = bits }

    /// An admitting word with nothing claimed.
    package init(installed: UInt16) { bits = UInt64(installed) | NodeWord.admittingBit }

    private static let admittingBit: UInt64 = 1 << 32
    private static let versionUnit: UInt64 = 1 << 33

    package var installed: UInt16 { UInt16(truncatingIfNeeded: bits) }
    package var claimed: UInt16 { UInt16(truncatingIfNeeded: bits >> 16) }
    package var free: UInt16 { installed & ~claimed }
    package var isAdmitting: Bool { bits & NodeWord.admittingBit != 0 }
    package var version: UInt64 { bits >> 33 }

    private func changed(to bits: UInt64) -> NodeWord { NodeWord(bits: bits &+ NodeWord.versionUnit) }

    /// Takes a set of devices, which may be empty.
    /// - Parameter unadmitted: for claims that are restored, not new: the node may be drained by now.
    /// - Returns: nil when a device is missing or taken, or the node does not admit.
    package func claiming(_ devices: UInt16, unadmitted: Bool = false) -> NodeWord? {
        guard isAdmitting || unadmitted, devices & ~free == 0 else { return nil }
        return changed(to: bits | UInt64(devices) << 16)
    }

    /// Gives a set of devices back.
    /// - Returns: nil when one of them is not claimed: the caller does not own what it gives back.
    package func freeing(_ devices: UInt16) -> NodeWord? {
        guard devices & ~claimed == 0 else { return nil }
        return changed(to: bits & ~(UInt64(devices) << 16))
    }

    package func admitting(_ admits: Bool) -> NodeWord {
        changed(to: admits ? bits | NodeWord.admittingBit : bits & ~NodeWord.admittingBit)
    }
}
