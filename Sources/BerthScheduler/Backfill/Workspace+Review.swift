import BerthModel
import BerthPlacement
import BerthPolicy
import HeapModule

/// Who gets a reservation, and what it is.
extension Workspace {
    /// Makes the reservations anew, if what they were made from has changed; jobs that turn out to fit are placed.
    ///
    /// They go to the jobs of the highest rank that were submitted first, whatever the order in their queue is: so every job has one in the
    /// end.
    /// - Complexity: O(lanes log lanes), and where some job does not fit O(nodes + jobs that run x log) for what is expected to end.
    mutating func review(_ placed: inout [Placed], _ view: PassView) {
        reservations.now = view.now
        if let wake = reservations.nextWake, wake <= view.now { reservations.isReviewDue = true }
        guard reservations.isReviewDue else { return placeHolders(&placed) }
        openReserved()
        let hadSome = !reservations.all.isEmpty
        reservations.clear()
        (reservations.isReviewDue, reservations.hasReleases) = (false, false)
        let waiting = candidates(&placed, view)
        if !waiting.isEmpty { reserve(waiting, view) }
        if hadSome || !reservations.all.isEmpty { unblock() }
    }

    /// Holders that are tried after each release: with very many, the pass finds the others in their order.
    private static let holdersTriedMax = 8

    private mutating func placeHolders(_ placed: inout [Placed]) {
        guard reservations.hasReleases else { return }
        reservations.hasReleases = false
        for reservation in reservations.all.prefix(Workspace.holdersTriedMax) {
            let shape = shapes[reservation.key.shape]
            guard
                case .place(let members) = examine(reservation.key, members: shape.request.members, for: reservation.id, explains: false)
            else { continue }
            place(reservation.id, reservation.key, members, &placed)
        }
    }

    private mutating func place(_ id: JobID, _ key: PendingQueue.LaneKey, _ members: [MemberPlacement], _ placed: inout [Placed]) {
        queue.remove(id, from: key)
        book(members, of: id, agency: key.agency, in: key, isGrowth: false)
        placed.append(Placed(id: id, members: members, isGrowth: false))
    }

    /// The first entry of a lane that was not looked at.
    private struct Oldest: Comparable {
        var key: PendingQueue.LaneKey
        var number: UInt64
        var skipped: Int

        static func < (left: Oldest, right: Oldest) -> Bool {
            (-left.key.rank, left.number, left.key.shape) < (-right.key.rank, right.number, right.key.shape)
        }
    }

    /// The jobs that are to have reservations, in their order; those that fit are placed meanwhile, until the first that does not.
    private mutating func candidates(_ placed: inout [Placed], _ view: PassView) -> [(id: JobID, key: PendingQueue.LaneKey)] {
        var heads = Heap<Oldest>()
        for (key, lane) in queue.lanes {
            if let first = lane.entries.first { heads.insert(Oldest(key: key, number: first.number, skipped: 0)) }
        }
        var found: [(id: JobID, key: PendingQueue.LaneKey)] = []
        while found.count < reservations.most, let head = heads.popMin() {
            guard let entry = queue.lanes[head.key]?.entries[safe: head.skipped] else { continue }
            let since = view.jobs[entry.id]?.submittedAt ?? view.now
            guard since + reservations.rules.after <= view.now else {
                let moment = since + reservations.rules.after
                reservations.nextCandidate = min(reservations.nextCandidate ?? moment, moment)
                continue
            }
            var skipped = head.skipped
            if isAtArrayLimit(entry.number) {
                skipped += 1
            } else {
                let shape = shapes[head.key.shape]
                // What a limit keeps waits for the limit, with all its lane.
                guard withinQuota(shape.request, head.key.agency).request != nil else { continue }
                if found.isEmpty,
                    case .place(let members) = examine(head.key, members: shape.request.members, for: entry.id, explains: false)
                {
                    place(entry.id, head.key, members, &placed)
                } else {
                    found.append((entry.id, head.key))
                    skipped += 1
                }
            }
            if let next = queue.lanes[head.key]?.entries[safe: skipped] {
                heads.insert(Oldest(key: head.key, number: next.number, skipped: skipped))
            }
        }
        return found
    }

    private static let reservedLeast = Duration.seconds(1)

    private mutating func reserve(_ waiting: [(id: JobID, key: PendingQueue.LaneKey)], _ view: PassView) {
        var timeline = ReleaseTimeline(core.copy(), active: reservations.active, view)
        var made: [Reservation] = []
        var margins: [[Int: Int64]] = []
        let bounded = (0..<core.domainCount).map { DomainIndex($0) }.filter { core.usage(of: $0).budget != nil }
        for (id, key) in waiting {
            guard let request = withinQuota(shapes[key.shape].request, key.agency).request,
                let (moment, members) = timeline.claimEarliest(request)
            else { continue }
            let nodes = Set(members.compactMap { core.index(of: $0.node) }).sorted { $0.value < $1.value }
            // What fits at once is placed by this pass, unless something stands in its way that no reservation can help.
            let soonest = max(moment, view.now + Workspace.reservedLeast)
            made.append(Reservation(id: id, key: key, moment: soonest, members: members, nodes: nodes))
            margins.append(
                Dictionary(uniqueKeysWithValues: bounded.map { ($0.value, timeline.core.headroom(of: $0).milliwatts) }))
        }
        reservations.set(made, margins: margins, future: timeline.core)
    }
}
