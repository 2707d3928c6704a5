/// Scores of each spec on each node, kept from one arrival of the spec to the next: only nodes that changed since are scored again.
///
/// - Complexity: a look for the best node is O(nodes / 4) comparisons and one scoring for each node changed since the spec came last.
struct ScoreCache<Score: Comparable & SignedNumeric & Sendable>: Sendable {
    private struct Entry {
        var scores: [Score]
        /// How much of `changes` the scores know.
        var seen: Int
    }

    private let nodeCount: Int
    private var entries: [Entry?]
    /// Nodes in the order in which they changed; the newest change of a node is the one that counts.
    private var changes: [Int32] = []
    private var newest: [Int]
    /// Changes before the first of `changes`.
    private var forgotten = 0

    init(nodes: Int, specs: Int) {
        nodeCount = nodes
        entries = [Entry?](repeating: nil, count: specs)
        newest = [Int](repeating: -1, count: nodes)
    }

    mutating func changed(_ node: Int) {
        newest[node] = forgotten + changes.count
        changes.append(Int32(node))
        if changes.count > 8 * nodeCount {
            changes.removeFirst(4 * nodeCount)
            forgotten += 4 * nodeCount
        }
    }

    /// The first of the nodes with the highest score, nil when none has a score of at least zero.
    mutating func best(_ spec: Int, _ score: (Int) -> Score) -> Int? {
        let end = forgotten + changes.count
        if var entry = entries[spec], end - entry.seen < nodeCount, entry.seen >= forgotten {
            entries[spec] = nil
            for place in entry.seen..<end {
                let node = Int(changes[place - forgotten])
                if newest[node] == place { entry.scores[node] = score(node) }
            }
            entry.seen = end
            entries[spec] = entry
        } else {
            entries[spec] = Entry(scores: (0..<nodeCount).map(score), seen: end)
        }
        guard let scores = entries[spec]?.scores else { return nil }
        var best = 0
        for node in scores.indices where scores[node] > scores[best] { best = node }
        return scores[best] >= 0 ? best : nil
    }
}
