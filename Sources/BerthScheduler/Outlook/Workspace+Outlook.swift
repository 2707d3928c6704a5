import BerthModel
import BerthPlacement
import BerthPolicy

/// The queue together with what is expected of it.
extension Workspace {
    /// Puts a job into the queue; does nothing for one that is there.
    mutating func stand(_ id: JobID, at ticket: Ticket) {
        guard outlook?.patience.waits[id] == nil else { return }
        let before = queue.count
        queue.insert(id, at: ticket)
        outlook?.stood(ticket, tasks: queue.count - before)
        arrived(ticket)
    }

    /// All tasks of one submission at once.
    /// - Parameter indexes: ascending, at least one.
    mutating func stand(tasks indexes: [Int], at ticket: Ticket) {
        let before = queue.count
        queue.insert(tasks: indexes, at: ticket)
        outlook?.stood(ticket, tasks: queue.count - before)
        arrived(ticket)
    }

    /// Takes a job out of the queue; does nothing for one that is not there.
    mutating func leave(_ id: JobID, from ticket: Ticket) {
        if let wait = outlook?.patience.remove(id) { queue.insert(id, at: wait.ticket) }
        let before = queue.count
        queue.remove(id, from: ticket)
        outlook?.left(id.number, tasks: max(0, before - queue.count))
    }

    /// Before a pass: who has waited long enough for a faster kind, or may have it now, is looked at again; who has come to hold up the end
    /// of its queue comes first, and who does so no longer goes back.
    /// - Complexity: O(waits for faster kinds + makespan queues), and O(log waiting) for each that moves.
    mutating func refreshOutlook(at now: Timestamp) {
        guard outlook != nil else { return }
        outlook?.now = now
        for wait in outlook?.patience.takeDue(at: now) ?? [] { queue.insert(wait.id, at: wait.ticket) }
        for (number, places) in outlook?.rearrange() ?? [] {
            for place in places.sorted(by: { $0.position < $1.position }) { moveWithin(number, from: place) }
        }
    }

    private mutating func moveWithin(_ number: UInt64, from place: Ticket) {
        guard let rank = outlook?.rank(of: number), let name = outlook?[number]?.queue else { return }
        for wait in outlook?.patience.waits.values.filter({ $0.ticket == place }).sorted(by: { $0.id < $1.id }) ?? [] {
            outlook?.patience.remove(wait.id)
            queue.insert(wait.id, at: place)
        }
        // An array at its limit is found to be that again.
        queue.bringBack(number)
        guard queue.holds(place) else { return }
        var moved = place
        moved.position.then = rank
        let ids = queue.ids(at: place)
        for id in ids { queue.remove(id, from: place) }
        if number == ids.first?.number, ids.count == 1, ids[0].task == nil {
            queue.insert(ids[0], at: moved)
        } else {
            queue.insert(tasks: ids.compactMap(\.task).sorted(), at: moved)
        }
        outlook?.move(number, in: name, to: moved)
        reservations.move(place, to: moved)
        arrived(moved)
    }
}
