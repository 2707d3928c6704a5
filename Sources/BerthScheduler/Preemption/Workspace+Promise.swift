import BerthModel
import BerthPlacement
import BerthPolicy

/// Jobs for which others were told to end: what these leave is kept for them.
extension Workspace {
    mutating func promise(_ ticket: Ticket) { reservations.promise(ticket) }

    /// Whether a job would start now. Changes nothing.
    mutating func wouldPlace(_ ticket: Ticket, _ id: JobID) -> Bool {
        let (shape, agency) = (ticket.key.shape, ticket.key.agency)
        let verdict = examine(shape, members: shapes[shape].request.members, agency: agency, mayBorrow: true, for: id)
        openReserved()
        guard case .place(let members) = verdict else { return false }
        takeBack(members, for: shapes[shape].span, of: id)
        return true
    }

    /// Whether a job stays within the limits of its own line of agencies, while another agency holds more than its own.
    func mayReclaim(_ ticket: Ticket, from agency: Int?) -> Bool {
        guard let agency, usage.isBound(ticket.key.agency) else { return false }
        // What it was promised counts for it only once it holds it: one at a time, or it would claim more than its own.
        guard !reservations.promised.contains(where: { $0.key.agency == ticket.key.agency }) else { return false }
        let own = Set(usage.tree.line(of: ticket.key.agency))
        guard usage.tree.line(of: agency).contains(where: { !own.contains($0) && usage.borrows(Int($0)) }) else { return false }
        let request = shapes[ticket.key.shape].request
        return request.alternatives.contains { alternative in
            demands(alternative, members: request.members.count).allSatisfy {
                usage.ownLoan(ticket.key.agency, besides: agency, $0.resource, need: $0.need) == nil
            }
        }
    }
}
