import BerthModel
import BerthPolicy

/// The order in which jobs are examined.
extension PendingQueue {
    /// The job of a shape that goes first, of those that no limit keeps, where agencies are not told apart.
    /// - Parameter now: what ageing has come to.
    /// - Complexity: O(rungs x depth).
    func first(of shape: Int, at now: Timestamp) -> Candidate? {
        var best: Candidate?
        for stand in shapes[shape].stands {
            let rung = stands[stand].rung
            if let best, best.rung.weight > rung.weight { break }
            guard let first = stands[stand].first(tree) else { continue }
            let candidate = Candidate(
                shape: shape, rung: rung, borrows: false, path: SharePath(), lateness: first.position.lateness - rung.points(at: now),
                leaf: first.leaf, position: first.position)
            if best.map({ candidate < $0 }) ?? true { best = candidate }
        }
        return best
    }

    func ticket(of candidate: Candidate) -> Ticket {
        Ticket(
            key: LaneKey(shape: candidate.shape, rung: candidate.rung, agency: agency(of: candidate)), position: candidate.position)
    }

    func agency(of candidate: Candidate) -> Int { agency(ofLeaf: candidate.leaf) }

    private func agency(ofLeaf leaf: Int) -> Int {
        tree.parent(of: leaf) > AgencyTree.root && tree.leaf(of: tree.parent(of: leaf)) == leaf ? tree.parent(of: leaf) : leaf
    }
}

extension Rung {
    /// Points of priority that a job submitted in 1970 has gained by waiting.
    func points(at moment: Timestamp) -> Int64 { Rung.points(ageing, at: moment) }

    /// Where a job stands among those of its rung (`JobPosition`).
    static func lateness(_ ageing: Int, priority: Int, submittedAt: Timestamp) -> Int64 {
        points(ageing, at: submittedAt) - Int64(priority)
    }

    /// Whole points, rounded down: jobs that gain the same are equals.
    static func points(_ ageing: Int, at moment: Timestamp) -> Int64 {
        guard ageing != 0 else { return 0 }
        let product = Int64(ageing).multipliedFullWidth(by: max(0, moment.milliseconds))
        return Int64(3_600_000).dividingFullWidth(product).quotient
    }
}
