import BerthModel
import BerthPolicy
import HeapModule

extension Workspace {
    /// The first job of a lane that was not listed yet.
    private struct Head: Comparable {
        var candidate: Candidate
        var isAside: Bool

        static func < (left: Head, right: Head) -> Bool { left.candidate < right.candidate }
    }

    /// The jobs that wait to be placed, in the order in which a pass takes them as shares and ages stand now.
    /// - Complexity: O((lanes + limit) log lanes).
    func order(limit: Int, at now: Timestamp) -> [JobID] {
        var heads = Heap<Head>()
        for (shape, queue) in queue.shapes.enumerated() {
            for stand in queue.stands where stand.rung != .growth {
                for (leaf, lane) in stand.lanes {
                    guard let first = lane.jobs.first else { continue }
                    heads.insert(Head(candidate: candidate(shape, stand.rung, Int(leaf), first, now), isAside: false))
                }
            }
        }
        for ticket in queue.ticketsAside {
            let leaf = queue.tree.leaf(of: ticket.key.agency)
            heads.insert(Head(candidate: candidate(ticket.key.shape, ticket.key.rung, leaf, ticket.position, now), isAside: true))
        }
        var ids: [JobID] = []
        while ids.count < limit, let head = heads.popMin() {
            let first = head.candidate
            ids += queue.ids(at: queue.ticket(of: first)).prefix(limit - ids.count)
            guard !head.isAside, let stand = queue.shapes[first.shape].stands.first(where: { $0.rung == first.rung }),
                let next = stand.lanes[Int32(first.leaf)]?.jobs.first(after: first.position)
            else { continue }
            heads.insert(Head(candidate: candidate(first.shape, first.rung, first.leaf, next, now), isAside: false))
        }
        return ids
    }

    /// Where an agency's jobs stand among all.
    func path(of leaf: Int) -> SharePath {
        var path = SharePath()
        guard let shares else { return path }
        for node in branches(of: leaf) { path.append(shares[node], Int32(node)) }
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

    private func candidate(_ shape: Int, _ rung: Rung, _ leaf: Int, _ position: JobPosition, _ now: Timestamp) -> Candidate {
        let borrows = queue.shapes[shape].stands.first { $0.rung == rung }?.isBorrowing(leaf, queue.tree) ?? false
        return Candidate(
            shape: shape, rung: rung, borrows: borrows, path: path(of: leaf), lateness: position.lateness - rung.points(at: now),
            leaf: leaf,
            position: position)
    }
}
