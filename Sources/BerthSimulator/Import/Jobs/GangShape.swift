/// Traces that tell only how many devices a job had: as few members as there can be, all alike.
package enum GangShape {
    /// - Parameters:
    ///   - devices: of the whole job, 1 and up.
    ///   - perMember: the most that one node has.
    ///   - membersMin: nodes that it had, where the trace says so.
    /// - Returns: members and devices of each, which make `devices` together: 12 on nodes of 8 are two of 6, 11 are eleven of 1.
    /// - Complexity: O(devices / perMember), at worst O(devices).
    package static func split(devices: Int, perMember: Int, membersMin: Int = 1) -> (members: Int, each: Int) {
        precondition(devices > 0 && perMember > 0 && membersMin > 0, "a gang of \(devices) devices, \(perMember) a member")
        var members = max(membersMin, devices / perMember + (devices.isMultiple(of: perMember) ? 0 : 1))
        while members < devices, !devices.isMultiple(of: members) { members += 1 }
        return members >= devices ? (devices, 1) : (members, devices / members)
    }
}
