import BerthModel
import BerthPolicy

/// The order in which jobs are examined.
extension PendingQueue {
    /// The job of a shape that goes first, of those that no limit keeps.
    /// - Parameters:
    ///   - shares: by node of the tree; nil where agencies are not told apart.
    ///   - now: what ageing has come to.
    func first(of shape: Int, _ shares: [UInt64]?, at now: Timestamp) -> Candidate? {
        guard shape < shapes.count else { return nil }
        var best: Candidate?
        for stand in shapes[shape].stands {
            if let best, best.rung.weight > stand.rung.weight { break }
            guard let first = stand.first(tree, shares) else { continue }
            let candidate = Candidate(
                shape: shape, rung: stand.rung, borrows: first.borrows, path: first.path,
                lateness: first.position.lateness - stand.rung.points(at: now), leaf: first.leaf, position: first.position)
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

    /// Whole points, rounded down: jobs that gain the same are equals.
    static func points(_ ageing: Int, at moment: Timestamp) -> Int64 {
        let product = Int64(ageing).multipliedFullWidth(by: max(0, moment.milliseconds))
        return Int64(3_600_000).dividingFullWidth(product).quotient
    }
}
