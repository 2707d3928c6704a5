import BerthModel
import BerthPlacement
import BerthPolicy

/// Replicas that a service may do without: each waits behind all jobs, as a request for one member.
extension Workspace {
    /// - Parameter ticket: where the service stood.
    mutating func growth(from ticket: Ticket, next member: Int) -> Growth {
        var position = ticket.position
        position.lateness -= ticket.key.rung.weight == Rung.growth.weight ? 0 : Int64(ticket.key.rung.weight)
        position.then = .max
        let key = LaneKey(shape: replicaShape(of: ticket.key.shape), rung: .growth, agency: ticket.key.agency)
        return Growth(ticket: Ticket(key: key, position: position), nextMember: member)
    }

    /// The shape of one replica more.
    mutating func replicaShape(of shape: Int) -> Int {
        var replica = shapes[shape]
        replica.request.members = [0]
        replica.isReplica = true
        return index(of: replica)
    }

    /// What a service may grow by next; nil for nothing.
    mutating func setGrowth(of id: JobID, _ growth: Growth?) {
        if let before = growing.removeValue(forKey: id) { queue.remove(id, from: before.ticket) }
        guard let growth else { return }
        growing[id] = growth
        queue.insert(id, at: growth.ticket)
    }
}
