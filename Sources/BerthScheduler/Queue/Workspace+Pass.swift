import BerthModel
import BerthPlacement
import BerthPolicy

extension Workspace {
    /// A placement that a pass claimed.
    struct Placed {
        var id: JobID
        var members: [MemberPlacement]
        var isGrowth: Bool
    }

    /// One scheduling pass: takes the pending jobs in policy order and claims what fits; a job that does not fit lets those behind it
    /// pass. What is left over goes to services below their maximum.
    ///
    /// Skipping ahead keeps the fleet busy; what is kept for a large job meanwhile, `review` decides.
    /// - Parameter view: the moment, and what is known of the jobs.
    /// - Complexity: O((placed + shapes that are new or woken) log shapes), and one question to the placement core for each,
    /// however many jobs   wait.
    mutating func pass(_ view: PassView) -> [Placed] {
        var placed: [Placed] = []
        effort.passes += 1
        refreshOutlook(at: view.now)
        wakeTouched()
        if !displaced.isEmpty { placeDisplaced(&placed) }
        var before = 0
        repeat {
            before = placed.count
            if reservations.isOn { review(&placed, view) }
            if !queue.unsettled.isEmpty { placePending(&placed, at: view.now) }
        } while reservations.isOn && reservations.isReviewDue && placed.count > before
        openReserved()
        effort.placed += placed.count
        return placed
    }

    /// A pass only takes: what is left of the shapes that it looks at becomes less, and shares only rise.
    private mutating func placePending(_ placed: inout [Placed], at now: Timestamp) {
        var turns = Turns()
        // Looked at while something is reserved.
        var behind = 0
        repeat {
            // A service that is placed may grow at once.
            if !queue.unsettled.isEmpty { list(queue.takeUnsettled(), in: &turns, at: now) }
            guard let candidate = turns.next(queue, fairShares, at: now) else { return }
            if let done = decide(candidate) {
                placed.append(done)
            } else if queue.standing(of: candidate.shape) != .blocked {
                // A limit may keep others too.
                turns.lookAgain()
            }
            behind += reservations.all.isEmpty ? 0 : 1
            // The next in turn gets a reservation before anybody behind it starts, and what is far behind may start later.
            if reservations.isReviewDue && reservations.isOn || behind > reservations.rules.depth {
                for shape in turns.listed { queue.unsettle(shape) }
                return
            }
            if mayGoOn(candidate.shape) { turns.goOn(candidate.shape, queue, at: now) } else { turns.remove(candidate.shape, queue) }
        } while !turns.listed.isEmpty || !queue.unsettled.isEmpty
    }

    private mutating func list(_ shapes: Set<Int>, in turns: inout Turns, at now: Timestamp) {
        for shape in shapes where !turns.listed.contains(shape) {
            if mayStillFit(shape) {
                if mayGoOn(shape) { turns.add(shape, queue, at: now) }
            } else {
                queue.block(shape)
            }
        }
        turns.lookAgain()
    }

    /// Whether a shape has a job that this pass might place.
    private mutating func mayGoOn(_ shape: Int) -> Bool {
        switch queue.standing(of: shape) {
        case .blocked: return false
        case .open, .woken:
            if queue.offersAnything(shape) { return true }
            if queue.standing(of: shape) == .woken { queue.forgetWaking(shape) }
            return false
        }
    }

    /// Places one job, or sees to it that nobody looks at it again before something changes.
    private mutating func decide(_ candidate: Candidate) -> Placed? {
        let ticket = queue.ticket(of: candidate)
        let id = queue.id(at: ticket)
        let isGrowth = candidate.rung == .growth
        // What woke it may be gone by now.
        guard mayStillFit(candidate.shape) else {
            queue.block(candidate.shape)
            return nil
        }
        effort.examined += 1
        if !isGrowth, isAtArrayLimit(id.number) {
            queue.setAside(ticket)
            return nil
        }
        let members = isGrowth ? [growing[id]?.nextMember ?? 0] : shapes[candidate.shape].request.members
        let mayBorrow = candidate.borrows || !queue.isFair
        let place = isGrowth || !mayWeigh(id, ticket) ? nil : ticket
        switch examine(candidate.shape, members: members, agency: ticket.key.agency, mayBorrow: mayBorrow, for: id, at: place) {
        case .place(let members):
            if isGrowth { setGrowth(of: id, nil) } else { leave(id, from: ticket) }
            book(members, of: id, agency: ticket.key.agency, from: ticket, isGrowth: isGrowth)
            return Placed(id: id, members: members, isGrowth: isGrowth)
        case .refused(.slower(let wait)):
            standAside(wait)
            return nil
        case .refused(let obstacle):
            keep(candidate, back: obstacle)
            return nil
        }
    }

    private mutating func keep(_ candidate: Candidate, back obstacle: Obstacle) {
        let (excesses, isLoan, isNarrowed): ([Excess], Bool, Bool)
        switch obstacle {
        case .slower: preconditionFailure("a job that waits for a faster kind keeps nobody else")
        case .core, .ports, .reserved: return queue.block(candidate.shape)
        case .limits(let found): (excesses, isLoan, isNarrowed) = (found, false, false)
        case .narrowed(let found): (excesses, isLoan, isNarrowed) = (found, false, true)
        case .watts(let found):
            // Another node's cores may draw less.
            var least = found
            least.need = min(found.need, Int(needs[candidate.shape].memberPowerMin))
            (excesses, isLoan, isNarrowed) = ([least], false, true)
        case .loan(let found, let narrowed): (excesses, isLoan, isNarrowed) = (found, true, narrowed)
        }
        let node = nearest(excesses, to: candidate)
        queue.hold(
            Hold(shape: candidate.shape, rung: candidate.rung, node: node, isLoan: isLoan), for: excesses, isNarrowed: isNarrowed)
    }

    /// The agency whose jobs are all kept by these limits: the nearest to the job of those that have them.
    private func nearest(_ excesses: [Excess], to candidate: Candidate) -> Int {
        let line = usage.tree.line(of: queue.agency(of: candidate))
        for node in line where excesses.contains(where: { $0.agency == Int(node) }) { return Int(node) }
        return candidate.leaf
    }
}
