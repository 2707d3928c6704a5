import BerthModel
import BerthPlacement
import BerthPolicy
import DequeModule
import HeapModule

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
    /// - Complexity: O((placed + lanes) log lanes) and one plan for each lane and placement, however many jobs wait.
    mutating func pass(_ view: PassView) -> [Placed] {
        var placed: [Placed] = []
        if isGrowthUnsettled, !displaced.isEmpty { placeDisplaced(&placed) }
        var before = 0
        repeat {
            before = placed.count
            if reservations.isOn { review(&placed, view) }
            if queue.isUnsettled { placePending(&placed) }
        } while reservations.isOn && reservations.isReviewDue && placed.count > before
        if isGrowthUnsettled { growServices(&placed) }
        isGrowthUnsettled = false
        queue.settle()
        openReserved()
        return placed
    }

    /// The first job of a lane that was not examined yet.
    private struct Head: Comparable {
        var key: PendingQueue.LaneKey
        var number: UInt64
        /// Entries of the lane that this pass skips, because their arrays are at their limit.
        var skipped: Int

        static func < (left: Head, right: Head) -> Bool {
            (-left.key.rank, left.key.expected, left.number, left.key.shape)
                < (-right.key.rank, right.key.expected, right.number, right.key.shape)
        }
    }

    private mutating func placePending(_ placed: inout [Placed]) {
        var heads = Heap<Head>()
        for (key, lane) in queue.lanes where lane.blockers == nil {
            if let head = head(of: key, skipping: 0) { heads.insert(head) }
        }
        while let head = heads.popMin() {
            guard let entry = queue.lanes[head.key]?.entries[safe: head.skipped] else { continue }
            switch examine(head.key, members: shapes[head.key.shape].request.members, for: entry.id, explains: false) {
            case .wait(let blockers):
                queue.block(head.key, blockers)
            case .place(let members):
                queue.remove(entry.id, from: head.key)
                book(members, of: entry.id, agency: head.key.agency, in: head.key, isGrowth: false)
                placed.append(Placed(id: entry.id, members: members, isGrowth: false))
                // The next in turn gets a reservation before anybody behind it starts.
                if reservations.isReviewDue, reservations.isOn { return }
                if let next = self.head(of: head.key, skipping: head.skipped) { heads.insert(next) }
            }
        }
    }

    private func head(of key: PendingQueue.LaneKey, skipping skipped: Int) -> Head? {
        guard let lane = queue.lanes[key] else { return nil }
        var skipped = skipped
        while let entry = lane.entries[safe: skipped] {
            guard isAtArrayLimit(entry.number) else { return Head(key: key, number: entry.number, skipped: skipped) }
            skipped += 1
        }
        return nil
    }

    /// The jobs that may be placed now, in the order in which a pass takes them.
    /// - Complexity: O((lanes + limit) log lanes).
    func order(limit: Int) -> [JobID] {
        var heads = Heap<Head>()
        for (key, lane) in queue.lanes {
            if let first = lane.entries.first { heads.insert(Head(key: key, number: first.number, skipped: 0)) }
        }
        var ids: [JobID] = []
        while ids.count < limit, let head = heads.popMin(), let lane = queue.lanes[head.key] {
            ids += lane.entries[head.skipped].ids.prefix(limit - ids.count)
            if let next = lane.entries[safe: head.skipped + 1] {
                heads.insert(Head(key: head.key, number: next.number, skipped: head.skipped + 1))
            }
        }
        return ids
    }

    private mutating func growServices(_ placed: inout [Placed]) {
        let order = growing.sorted { (-$0.value.key.rank, $0.key) < (-$1.value.key.rank, $1.key) }
        for (id, first) in order {
            var growth: Growth? = first
            while let current = growth, !blockedGrowth.contains(current.key) {
                switch examine(current.key, members: [current.nextMember], explains: false) {
                case .wait:
                    blockedGrowth.insert(current.key)
                case .place(let members):
                    book(members, of: id, agency: current.key.agency, in: current.key, isGrowth: true)
                    placed.append(Placed(id: id, members: members, isGrowth: true))
                }
                growth = growing[id]
            }
        }
    }
}
