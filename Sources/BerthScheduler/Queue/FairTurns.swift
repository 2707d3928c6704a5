import BerthModel
import BerthPolicy

/// Whose turn it is where agencies are told apart: of some shapes that may fit, the job that goes first.
///
/// The order is by agency before anything else, so the agency is looked for first, among all these shapes together: at each level of the
/// tree those that have something to offer, and of them the one with the least share. Then its own lanes are read. A placement
/// changes shares, and thereby only what is read next time.
struct FairTurns {
    private var shapes: Set<Int> = []
    /// Stands of these shapes: those of the greatest weight that have something to offer.
    private var stands: [Int] = []
    /// By stand: the place in `stands`; -1 for the others.
    private var places: [Int32] = []
    /// By place: what ageing has come to.
    private var points: [Int64] = []
    /// Nobody can go without borrowing.
    private var borrows = false
    /// By inner number of a node. While shapes are taken out and lanes run empty, some that are listed here offer nothing any more: that is
    /// found out when their turn comes.
    private var unions: [Union?] = []
    private var isStale = true

    /// What these stands offer beneath a node.
    private struct Union {
        /// What a stand offers there.
        enum Reach: UInt8 { case nothing, own, all }

        /// Those that offer something, a bit each.
        var places: [UInt64] = []
        /// By place in `points`: `own` is what its lanes say themselves, `all` is those that do not borrow too, for an agency above does.
        var reach: [Reach]
    }

    mutating func add(_ shape: Int) {
        shapes.insert(shape)
        isStale = true
    }

    mutating func remove(_ shape: Int, _ queue: PendingQueue) {
        shapes.remove(shape)
        for stand in queue.shapes[shape].stands where stand < places.count && places[stand] >= 0 {
            places[stand] = -1
            stands.removeAll { $0 == stand }
        }
    }

    /// Something may be offered that was not.
    mutating func lookAgain() { isStale = true }

    /// - Complexity: O(depth x siblings / 64 + lanes of one agency); O(stands x siblings / 64) where offers are gone meanwhile.
    mutating func first(_ queue: PendingQueue, _ shares: ShareBook, at now: Timestamp) -> Candidate? {
        var isFresh = false
        while true {
            if !isStale, let found = find(queue, shares) { return found }
            if isFresh { return nil }
            regroup(queue, at: now)
            isFresh = true
        }
    }

    private mutating func regroup(_ queue: PendingQueue, at now: Timestamp) {
        isStale = false
        unions = [Union?](repeating: nil, count: queue.tree.innerCount)
        stands.removeAll(keepingCapacity: true)
        var weight = Int.min
        for shape in shapes {
            // The first that offers something has the greatest weight of the shape.
            for stand in queue.shapes[shape].stands where queue.stands[stand].offersAnything {
                weight = max(weight, queue.stands[stand].rung.weight)
                break
            }
        }
        places = [Int32](repeating: -1, count: queue.stands.count)
        points.removeAll(keepingCapacity: true)
        borrows = true
        for shape in shapes {
            for stand in queue.shapes[shape].stands where queue.stands[stand].rung.weight == weight {
                guard queue.stands[stand].offersAnything else { continue }
                if queue.stands[stand].offersWithin { borrows = false }
                places[stand] = Int32(points.count)
                stands.append(stand)
                points.append(queue.stands[stand].rung.points(at: now))
            }
        }
    }

    private mutating func find(_ queue: PendingQueue, _ shares: ShareBook) -> Candidate? {
        guard !stands.isEmpty else { return nil }
        var path = SharePath()
        var node = AgencyTree.root
        repeat {
            let inner = queue.tree.inner(node)
            if unions[inner] == nil { unions[inner] = union(node, inner, queue) }
            guard let union = unions[inner], let least = shares.least(of: union.places, beneath: inner) else { return nil }
            node = queue.tree.child(least.place, beneath: inner)
            path.append(least.key, Int32(node))
            guard !queue.tree.isLeaf(node) else { return first(of: node, union.reach, path, queue) }
        } while true
    }

    private func union(_ node: Int, _ inner: Int, _ queue: PendingQueue) -> Union {
        var union = Union(reach: [Union.Reach](repeating: .nothing, count: points.count))
        for stand in stands where queue.stands[stand].isOffered(node, borrows: borrows, queue.tree) {
            queue.stands[stand].add(node, borrows: borrows, queue.tree, to: &union.places)
            union.reach[Int(places[stand])] = borrows && queue.stands[stand].takesAll(node, queue.tree) ? .all : .own
        }
        return union
    }

    /// The first job of an agency, of those that these stands offer.
    private func first(of leaf: Int, _ reach: [Union.Reach], _ path: SharePath, _ queue: PendingQueue) -> Candidate? {
        let (own, lanes) = (borrows ? Lane.Side.borrowing : .within, queue.rows[leaf].lanes)
        var best: (lane: Int, place: Int, lateness: Int64)?
        for index in lanes.indices {
            let place = Int(places[Int(lanes[index].stand)])
            guard place >= 0, lanes[index].side == own || lanes[index].side == .within && reach[place] == .all, reach[place] != .nothing
            else { continue }
            let lateness = lanes[index].first.lateness - points[place]
            if let best {
                let (one, other) = (lanes[best.lane].first, lanes[index].first)
                // Of one job no two shapes wait, but for services that may grow.
                guard (lateness, other.then, other.number) < (best.lateness, one.then, one.number) else { continue }
            }
            best = (index, place, lateness)
        }
        guard let best else { return nil }
        let stand = Int(lanes[best.lane].stand)
        return Candidate(
            shape: queue.stands[stand].shape, rung: queue.stands[stand].rung, borrows: borrows, path: path, lateness: best.lateness,
            leaf: leaf, position: lanes[best.lane].first)
    }
}
