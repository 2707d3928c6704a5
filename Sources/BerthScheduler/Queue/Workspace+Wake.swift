import BerthModel
import BerthPlacement
import BerthPolicy

/// Whom a release may help.
extension Workspace {
    /// Notes what members will give back, before they do.
    mutating func touch(_ members: [MemberPlacement]) {
        for member in members {
            if member.port != nil { touched.hasPorts = true }
            guard let node = core.index(of: member.node) else { continue }
            touched.nodes.insert(node.value)
            guard member.accountedWatts > .zero else { continue }
            for domain in core.boundedDomains(of: node) {
                let before = core.leastHeadroom(of: domain)
                touched.domains[domain.value] = min(touched.domains[domain.value] ?? before, before)
            }
        }
    }

    /// Opens the shapes that may be helped by what was given back since the last pass.
    ///
    /// A release on a node helps a shape that can have a member there now; beyond its nodes it helps with watts alone, and only
    /// where a domain that it draws from had less left than the whole request may need.
    mutating func wakeTouched() {
        guard !touched.isEmpty else { return }
        let rooms = touched.nodes.sorted().map { core.room(of: NodeIndex($0)) }
        for shape in queue.watched {
            let need = needs[shape]
            let nodes = rooms.filter(need.mayFit).map(\.node)
            let power = touched.isAll || touched.domains.contains { $0.value < need.powerMax }
            let ports = touched.hasPorts && shapes[shape].ports != .none
            guard !nodes.isEmpty || power || ports else { continue }
            effort.woken += 1
            queue.wake(shape, by: nodes, power: power || ports)
        }
        touched = Touched()
    }

    /// Whether what woke a shape is still there: others may have taken it since.
    mutating func mayStillFit(_ shape: Int) -> Bool {
        guard queue.standing(of: shape) == .woken else { return true }
        let (core, need, closed) = (core, needs[shape], reservations.closed)
        // Of a node that is closed for another job at this instant nobody knows before it is asked about.
        if queue.isHelped(shape, where: { closed.contains(NodeIndex($0)) || need.mayFit(core.room(of: NodeIndex($0))) }) { return true }
        guard queue.shapes[shape].isWokenByPower else { return false }
        // All draw from the site.
        return core.domainCount == 0 || needs[shape].memberPowerMin <= core.headroom(of: DomainIndex(0)).milliwatts
    }

    /// An agency and those above it have less than before of what these members held.
    mutating func wakeHolds(_ members: [MemberPlacement], of agency: Int) {
        guard usage.isBound(agency), !queue.holds.isEmpty else { return }
        let kinds = Set(members.compactMap(\.kind)).sorted().map(Resource.devices)
        for node in usage.tree.line(of: agency) where usage.isLimited(Int(node)) {
            for resource in kinds + [.power, .units] {
                let usage = usage
                queue.wakeHolds(Int(node), resource) { need, isLoan in
                    usage.hasRoom(Int(node), resource, need: need, borrowing: !isLoan)
                }
            }
        }
    }
}
