import BerthModel
import BerthPlacement
import BerthPolicy

/// Who gets a reservation, and what it is.
extension Workspace {
    /// A job waits that did not: it may be one that is to have a reservation.
    mutating func arrived(_ ticket: Ticket) {
        guard reservations.isTracking else { return }
        reservations.ages.insert(ticket)
        guard reservations.isOn else { return }
        // What is kept is kept for the task that was the next.
        let isNext = reservations.all.contains { $0.ticket == ticket && $0.id != queue.id(at: ticket) }
        if isNext || reservations.all.contains(where: { AgeIndex.precedes(ticket, $0.ticket, at: reservations.now) }) {
            reservations.isReviewDue = true
        } else if reservations.all.count < reservations.most {
            reservations.noteNewcomer()
        }
    }

    /// Puts jobs into the queue that wait already.
    mutating func fill(_ lanes: [LaneKey: [JobPosition]]) {
        queue.fill(lanes)
        if reservations.isTracking { reservations.ages.insert(lanes) }
    }

    /// Makes the reservations anew, if what they were made from has changed; jobs that turn out to fit are placed.
    /// - Complexity: O(reservations x log places), and where some job does not fit O(nodes + jobs that run x log) for what is expected to
    ///   end.
    mutating func review(_ placed: inout [Placed], _ view: PassView) {
        reservations.now = view.now
        if !reservations.promised.isEmpty {
            reservations.keepPromises(to: reservations.promised.filter { queue.holds($0) && !isAtArrayLimit($0.position.number) })
        }
        if let wake = reservations.nextWake, wake <= view.now { reservations.isReviewDue = true }
        guard reservations.isReviewDue else { return placeHolders(&placed) }
        openReserved()
        let hadSome = !reservations.all.isEmpty
        reservations.clear()
        (reservations.isReviewDue, reservations.hasReleases) = (false, false)
        reservations.reviewedAt = view.now
        let turns = candidates(&placed, view)
        if !turns.isEmpty { reserve(turns, beside: &placed, view, mayPlace: true) }
        guard hadSome || !reservations.all.isEmpty else { return }
        known.forget()
        // Whom a reservation kept, another may not.
        for shape in queue.watched.sorted() {
            queue.wake(shape, by: [], power: true)
            queue.open(shape)
        }
    }

    /// Holders that are tried after each release: with very many, the pass finds the others in their order.
    private static let holdersTriedMax = 8

    private mutating func placeHolders(_ placed: inout [Placed]) {
        guard reservations.hasReleases else { return }
        reservations.hasReleases = false
        for reservation in reservations.all.prefix(Workspace.holdersTriedMax) { tryPlacing(reservation.ticket, &placed) }
    }

    /// - Returns: whether it was placed.
    @discardableResult
    private mutating func tryPlacing(_ ticket: Ticket, _ placed: inout [Placed]) -> Bool {
        // The task before it may have been the last that was allowed.
        guard queue.holds(ticket), !isAtArrayLimit(ticket.position.number) else { return false }
        let id = queue.id(at: ticket)
        effort.examined += 1
        let (shape, agency) = (ticket.key.shape, ticket.key.agency)
        guard case .place(let members) = examine(shape, members: shapes[shape].request.members, agency: agency, mayBorrow: true, for: id)
        else { return false }
        leave(id, from: ticket)
        book(members, of: id, agency: agency, from: ticket, isGrowth: false)
        placed.append(Placed(id: id, members: members, isGrowth: false))
        return true
    }

    /// The places of the jobs that are to have reservations, in their order; those that fit are placed meanwhile, until the first that does
    /// not. Whoever comes after that one is placed, where it fits, beside what is kept for those before it.
    private mutating func candidates(_ placed: inout [Placed], _ view: PassView) -> [Ticket] {
        reservations.ages.sweep(queue)
        var found: [Ticket] = []
        for ticket in reservations.promised where !found.isEmpty || !tryPlacing(ticket, &placed) { found.append(ticket) }
        guard reservations.rules.method != .none else { return found }
        var kept: [Ticket] = []
        while found.count < reservations.most, found.count + kept.count < max(reservations.rules.depth, reservations.most),
            let ticket = reservations.ages.popFirst(at: view.now)
        {
            guard queue.holds(ticket), !found.contains(ticket), !kept.contains(ticket) else { continue }
            let since = view.jobs[queue.id(at: ticket)]?.submittedAt ?? view.now
            let moment = since + reservations.rules.after
            if moment > view.now {
                reservations.nextCandidate = min(reservations.nextCandidate ?? moment, moment)
                kept.append(ticket)
            } else if isAtArrayLimit(ticket.position.number) || isOverLimit(ticket) {
                // It waits for its own limits, not for devices.
                kept.append(ticket)
            } else if found.isEmpty, tryPlacing(ticket, &placed) {
                if queue.holds(ticket) { reservations.ages.insert(ticket) }
            } else {
                found.append(ticket)
            }
        }
        for ticket in found + kept { reservations.ages.insert(ticket) }
        return found
    }

    /// Whether limits leave none of its alternatives.
    func isOverLimit(_ ticket: Ticket) -> Bool { permitted(shapes[ticket.key.shape].request, ticket.key.agency).all.isEmpty }

    /// Leaves the reservations of those whose turn comes before that of a job which a limit, a hold or a queue keeps out at present: once
    /// nothing does, it is asked about before the others get theirs.
    mutating func keepReservations(aheadOf ticket: Ticket, since submitted: Timestamp, _ view: PassView) {
        guard !reservations.all.isEmpty, submitted + reservations.rules.after <= view.now else { return }
        let ahead = reservations.all.map(\.ticket).filter { other in
            if reservations.isPromised(ticket) { return reservations.isPromised(other) }
            return other == ticket || reservations.isPromised(other) || !AgeIndex.precedes(ticket, other, at: view.now)
        }
        guard ahead.count < reservations.all.count else { return }
        openReserved()
        reservations.clear()
        reservations.now = view.now
        var placed: [Placed] = []
        if !ahead.isEmpty { reserve(ahead, beside: &placed, view, mayPlace: false) }
    }

    private static let reservedLeast = Duration.seconds(1)

    /// Keeps a place for each, in their order.
    /// - Parameter mayPlace: whether one that fits at once beside what is kept for those before it is placed: what is kept for those behind
    ///   it is not to keep it.
    private mutating func reserve(_ waiting: [Ticket], beside placed: inout [Placed], _ view: PassView, mayPlace: Bool) {
        effort.reviews += 1
        var timeline = ReleaseTimeline(core.copy(), active: reservations.active, placed: placed, view)
        let isBounded = (0..<core.domainCount).map { core.usage(of: DomainIndex($0)).budget != nil }
        let before = placed.count
        for (number, ticket) in waiting.enumerated() {
            // The first was tried.
            if mayPlace, number > 0, !placeBeside(ticket, &timeline, &placed) { continue }
            var request = shapes[ticket.key.shape].request
            request.alternatives = permitted(request, ticket.key.agency).all
            let span = shapes[ticket.key.shape].span.upper
            guard let (moment, members) = timeline.reserve(request, for: queue.id(at: ticket), span: span) else { continue }
            let places = members.compactMap { member in core.index(of: member.node).map { (node: $0, member: member) } }
            let nodes = Set(places.map(\.node)).sorted { $0.value < $1.value }
            // What fits at once is placed by this pass, unless something stands in its way that no reservation can help.
            let soonest = max(moment, view.now + Workspace.reservedLeast)
            reservations.add(
                Reservation(
                    id: queue.id(at: ticket), ticket: ticket, moment: soonest, members: members, nodes: nodes,
                    need: Margins.Need(places, on: core)),
                leaving: Margins(beside: nodes, on: timeline.core, bounded: isBounded))
        }
        reservations.look(at: timeline.core, lapsed: timeline.lapsed, isLast: true)
        // Others may have a reservation in their stead.
        if placed.count > before { reservations.noteNewcomer() }
    }

    /// Places the jobs of one place, as far as they fit beside what is kept already.
    /// - Returns: whether one is left for which something is to be kept.
    private mutating func placeBeside(_ ticket: Ticket, _ timeline: inout ReleaseTimeline, _ placed: inout [Placed]) -> Bool {
        let end = shapes[ticket.key.shape].span.upper.map { reservations.now + $0 } ?? .never
        reservations.look(at: timeline.core, lapsed: timeline.lapsed, isLast: false)
        while tryPlacing(ticket, &placed), let last = placed.last {
            timeline.start(last, unknown: reservations.unknown(last.members, until: end, of: last.id, on: core), until: end)
        }
        return queue.holds(ticket) && !isAtArrayLimit(ticket.position.number) && !isOverLimit(ticket)
    }
}
