import BerthModel
import BerthPolicy

extension PolicyKeys {
    private static let onCutActions = ["cap-accelerators", "pause-preemptible", "requeue-preemptible", "stop"]

    static func budgets() -> PolicyValue<[Policy.BudgetRule]> {
        let keys = budget()
        return PolicyValue(form: .table(name: "NAME", of: keys.form)) { node, key, place throws(DocumentFault) in
            var rules: [Policy.BudgetRule] = []
            let entries = try node.entries(key)
            for entry in entries {
                var rule = Policy.BudgetRule(name: try entry.name(), parent: nil, budget: nil)
                try keys.read(entry.value, into: &rule, at: place.inner("\(key).\(entry.key)"))
                if rule.name == Place.site, rule.parent != nil || !rule.nodes.isEmpty {
                    throw DocumentFault(
                        .invalidPolicy, "\"site\" is the root of all places: it has no parent, and all nodes", at: entry.keyPosition)
                }
                if rule.parent == nil, !rule.nodes.isEmpty { rule.parent = Place.site }
                rules.append(rule)
            }
            try checkBudgets(rules, entries)
            return rules
        }
    }

    private static func budget() -> PolicySection<Policy.BudgetRule> {
        var keys = PolicySection<Policy.BudgetRule>()
        keys.add(
            "budget", .power, to: \.budget, usual: "none",
            "zero and up: what base load and placements may reserve together; never above a parent's", example: "1.2 MW", .placement)
        keys.add(
            "parent", .name(), to: \.parent, usual: "`site`, for a group",
            "the place or group above it; a place of the fleet has its parent there", example: "site", .placement)
        keys.add(
            "nodes", .nodes, to: \.nodes, usual: "none", "the nodes of a group: `\"h-[05-08],t-[01-16]\"` or a list",
            example: "\"h-[05-08]\"", .placement)
        keys.add(
            "cooling", .section(cooling(), from: Policy.BudgetRule(name: Place.site, parent: nil, budget: nil)), usual: "none",
            "of the budget, (budget - fixed) / factor is left for the nodes", example: "{fixed: 20 kW, factor: 1.25}", .placement
        ) { cooling, rule in
            rule.coolingFixed = cooling.coolingFixed
            rule.coolingFactorThousandths = cooling.coolingFactorThousandths
        }
        keys.add("time_zone", .text, usual: "UTC", "of the times in `schedule`", example: "UTC", .notYet)
        keys.add(
            "on_cut", .words(onCutActions, what: "action"), usual: "`[]`",
            "what is done, in this order, when the budget is lowered below use",
            example: "[cap-accelerators]", .notYet)
        keys.add(
            "schedule", PolicyValue<Void>(form: .list(of: .section([], others: nil))) { _, _, _ throws(DocumentFault) in },
            usual: "none", "budgets for hours of the week", example: "[]", .refused)
        return keys
    }

    private static func cooling() -> PolicySection<Policy.BudgetRule> {
        var keys = PolicySection<Policy.BudgetRule>()
        keys.add("fixed", .power, to: \.coolingFixed, usual: "0 W", "what cooling draws at any load", example: "20 kW", .placement)
        keys.add(
            "factor", .decimal(1000...10_000, otherwise: "a cooling factor is 1 to 10: watts drawn for each watt of the nodes"),
            to: \.coolingFactorThousandths, usual: "1", "watts drawn for each watt of the nodes", example: "1.25", .placement)
        return keys
    }

    /// Compares each budget with those above it, as far as the file alone tells who feeds whom: by `parent`, and all by `site`.
    /// The daemon compares again, with the places of its fleet in between.
    private static func checkBudgets(_ rules: [Policy.BudgetRule], _ entries: [DocumentNode.Entry]) throws(DocumentFault) {
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
