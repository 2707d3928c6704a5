import BerthModel
import BerthPolicy

extension PolicyReader {
    /// Compares each budget with those above it, as far as the file alone tells who feeds whom: by `parent`, and all by `site`.
    /// The daemon compares again, with the places of its fleet in between.
    func checkBudgets(_ rules: [Policy.BudgetRule], _ entries: [DocumentNode.Entry]) throws(DocumentFault) {
        let byName = Dictionary(rules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for (rule, entry) in zip(rules, entries) where rule.name != Place.site {
            guard let usable = rule.usable else { continue }
            var seen: Set<PlaceName> = [rule.name]
            var above = rule.parent ?? Place.site
            // A circle is the daemon's to name, which also knows the parents that are places.
            while seen.insert(above).inserted {
                if let limit = byName[above]?.usable, usable > limit {
                    throw DocumentFault(
                        .invalidPolicy, "the budget of \"\(rule.name)\" is \(usable), above the \(limit) of \"\(above)\" that feeds it",
                        at: entry.keyPosition, hint: "lower it, or raise \"\(above)\"")
                }
                above = byName[above]?.parent ?? Place.site
            }
        }
    }
}
