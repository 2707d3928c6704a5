import BerthModel
import BerthPlacement
import BerthPolicy

/// Replicas whose nodes were lost. They are placed before anything that waits: their service was promised them already.
extension Workspace {
    /// A service with displaced replicas.
    struct Displaced {
        /// Where the service stood when it waited as a whole.
        var ticket: Ticket
        /// Of one replica.
        var shape: Int
        /// Ascending.
        var members: [Int]
    }

    /// Gives back what one replica holds, and looks for another place.
    /// - Parameter ticket: nil for a service whose request the rules no longer understand: its replica waits until they do.
    mutating func giveBackReplica(_ placement: MemberPlacement, of job: Job, from ticket: Ticket?) {
        returnPieces([placement], agency: job.agency)
        reservations.isReviewDue = true
        guard let ticket else { return }
        let members = (displaced[job.id]?.members ?? []) + [placement.member]
        setDisplaced(job.id, members, from: ticket)
    }

    mutating func setDisplaced(_ id: JobID, _ members: [Int], from ticket: Ticket) {
        displaced[id] = Displaced(ticket: ticket, shape: replicaShape(of: ticket.key.shape), members: members.sorted())
    }

    mutating func placeDisplaced(_ placed: inout [Placed]) {
        let order = displaced.sorted { ($0.value.ticket.position.lateness, $0.key) < ($1.value.ticket.position.lateness, $1.key) }
        for (id, service) in order {
            var left: [Int] = []
            for member in service.members {
                guard left.isEmpty, let members = claimReplica(member, service) else {
                    left.append(member)
                    continue
                }
                charge(members, to: service.ticket.key.agency, holds: true)
                placed.append(Placed(id: id, members: members, isGrowth: true))
            }
            displaced[id]?.members = left
            if left.isEmpty { displaced[id] = nil }
        }
    }

    private mutating func claimReplica(_ member: Int, _ service: Displaced) -> [MemberPlacement]? {
        guard queue.standing(of: service.shape) != .blocked else { return nil }
        switch examine(service.shape, members: [member], agency: service.ticket.key.agency, mayBorrow: true, isPromised: true) {
        case .place(let members): return members
        case .refused(.core):
            queue.block(service.shape)
            return nil
        case .refused: return nil
        }
    }
}
