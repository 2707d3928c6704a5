import BerthModel
import BerthPolicy
import HeapModule

extension Workspace {
    /// The first job of a lane that was not listed yet.
    private struct Head: Comparable {
        var candidate: Candidate
        /// Nil for one that stands aside.
        var stand: Int?

        static func < (left: Head, right: Head) -> Bool { left.candidate < right.candidate }
    }

    /// The jobs that wait to be placed, in the order in which a pass takes them as shares and ages stand now.
    /// - Complexity: O((lanes + limit) log lanes).
    func order(limit: Int, at now: Timestamp) -> [JobID] {
        var heads = Heap<Head>()
        for (leaf, row) in queue.rows.enumerated() {
            for lane in row.lanes where queue.stands[Int(lane.stand)].rung != .growth {
                guard let first = lane.jobs.first else { continue }
                heads.insert(Head(candidate: candidate(lane, leaf, first, now), stand: Int(lane.stand)))
            }
        }
        for ticket in queue.ticketsAside {
            let leaf = queue.tree.leaf(of: ticket.key.agency)
            let borrows = queue.isBorrowing(ticket.key)
            heads.insert(Head(candidate: candidate(ticket.key.shape, ticket.key.rung, borrows, leaf, ticket.position, now)))
        }
        var ids: [JobID] = []
        while ids.count < limit, let head = heads.popMin() {
            let first = head.candidate
            ids += queue.ids(at: queue.ticket(of: first)).prefix(limit - ids.count)
            guard let stand = head.stand, let lane = queue.rows[first.leaf].place(of: stand) else { continue }
            let row = queue.rows[first.leaf]
            guard let next = row.lanes[lane].jobs.first(after: first.position) else { continue }
            heads.insert(Head(candidate: candidate(row.lanes[lane], first.leaf, next, now), stand: stand))
        }
        return ids
    }

    /// Where an agency's jobs stand among all.
    func path(of leaf: Int) -> SharePath {
        var path = SharePath()
        guard let fairShares else { return path }
        for node in branches(of: leaf) { path.append(fairShares.key(of: node), Int32(node)) }
        return path
    }

    /// A leaf and the agencies above it, the highest first.
    func branches(of leaf: Int) -> [Int] {
        var branches: [Int] = []
        var node = leaf
        while node > AgencyTree.root {
            branches.append(node)
            node = queue.tree.parent(of: node)
        }
        return branches.reversed()
    }

    private func candidate(_ lane: Lane, _ leaf: Int, _ position: JobPosition, _ now: Timestamp) -> Candidate {
        let stand = queue.stands[Int(lane.stand)]
        return candidate(stand.shape, stand.rung, lane.isBorrowing, leaf, position, now)
    }

    private func candidate(
        _ shape: Int, _ rung: Rung, _ borrows: Bool, _ leaf: Int, _ position: JobPosition, _ now: Timestamp
    ) -> Candidate {
        Candidate(
            shape: shape, rung: rung, borrows: borrows, path: path(of: leaf), lateness: position.lateness - rung.points(at: now),
            leaf: leaf, position: position)
    }
}
