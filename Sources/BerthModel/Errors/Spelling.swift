/// "Did you mean": the nearest known word to a mistyped one.
public enum Spelling {
    /// The known word with the fewest edits, if it is near enough to be a slip (a third of its length, at least one, at most three).
    /// - Complexity: O(known × length²), where a much longer word than any known one costs nothing.
    public static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        var best: (word: String, edits: Int)?
        for candidate in known {
            let allowed = min(3, max(1, candidate.utf8.count / 3))
            // Each edit changes the length by at most one; this keeps a word of a megabyte from being compared at all.
            guard abs(word.utf8.count - candidate.utf8.count) <= allowed else { continue }
            let edits = distance(Array(word.lowercased().utf8), Array(candidate.lowercased().utf8))
            guard edits <= allowed else { continue }
            if best == nil || (edits, candidate) < (best!.edits, best!.word) { best = (candidate, edits) }
        }
        return best?.word
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment) that turn one word into the other.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var current = [i + 1]
            for j in right.indices {
                var edits = min(last[j] + (left[i] == right[j] ? 0 : 1), last[j + 1] + 1, current[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { edits = min(edits, beforeLast[j - 1] + 1) }
                current.append(edits)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
