import BerthModel
import BerthPlacement
import BerthPolicy

/// Replicas whose nodes were lost. They are placed before anything that waits: their service was promised them already.
extension Workspace {
    /// A service with displaced replicas.
    struct Displaced {
        var key: PendingQueue.LaneKey
        /// Ascending.
        var members: [Int]
    }

    /// Gives back what one replica holds, and looks for another place.
    /// - Parameter key: nil for a service whose request the rules no longer understand: its replica waits until they do.
    mutating func giveBackReplica(_ placement: MemberPlacement, of job: Job, in key: PendingQueue.LaneKey?) {
        release([placement])
        ports.release([placement])
        usage.remove([placement], of: job.agency)
        if let key {
            let members = (displaced[job.id]?.members ?? []) + [placement.member]
            displaced[job.id] = Displaced(key: key, members: members.sorted())
        }
        reservations.isReviewDue = true
        unblock()
    }

    mutating func placeDisplaced(_ placed: inout [Placed]) {
        let order = displaced.sorted { (-$0.value.key.rank, $0.key) < (-$1.value.key.rank, $1.key) }
        for (id, service) in order {
            var left: [Int] = []
            for member in service.members {
                guard left.isEmpty, case .place(let members) = examine(service.key, members: [member], explains: false) else {
                    left.append(member)
                    continue
                }
                usage.add(members, of: service.key.agency)
                placed.append(Placed(id: id, members: members, isGrowth: true))
            }
            displaced[id]?.members = left
            if left.isEmpty { displaced[id] = nil }
        }
    }
}
