public import BerthModel

extension PowerTree {
    /// The power tree of a fleet under a policy: the fleet's places and the policy's groups of nodes.
    ///
    /// The budget of a level is the smaller of its feed's rating and what the policy leaves for it. A level that only has a rating is
    /// bounded by the level above it as well; a budget that the policy itself gives must not be above its parent's.
    /// - Throws: `BerthError` with code `invalidPolicy`, naming the rule.
    public static func build(fleet: Fleet, policy: Policy) throws(BerthError) -> PowerTree {
        var builder = PowerTreeBuilder()
        try builder.addPlaces(of: fleet, rules: policy.power)
        try builder.addGroups(of: policy.power, fleet: fleet)
        return try PowerTree(domains: builder.domains, paths: try builder.paths(of: fleet))
    }
}

/// Collects the domains of a power tree, parents before children.
private struct PowerTreeBuilder {
    var domains: [PowerDomain] = []
    private var positions: [PlaceName: DomainIndex] = [:]
    /// Groups that name each node, by position of the node.
    private var groups: [Int: [DomainIndex]] = [:]

    mutating func addPlaces(of fleet: Fleet, rules: [Policy.BudgetRule]) throws(BerthError) {
        var ruleByName: [PlaceName: Policy.BudgetRule] = [:]
        for rule in rules where ruleByName.updateValue(rule, forKey: rule.name) != nil {
            throw BerthError(.invalidPolicy, "power budget \"\(rule.name)\" is given twice", field: "power.\(rule.name)")
        }
        for place in fleet.places {
            let rule = ruleByName[place.name]
            if let rule {
                guard rule.nodes.isEmpty else {
                    throw BerthError(
                        .invalidPolicy, "\"\(rule.name)\" is a place of the fleet, so its nodes are not the policy's to list",
                        field: "power.\(rule.name).nodes",
                        hint: "leave nodes out, or give the group another name")
                }
                guard rule.parent == nil || rule.parent == place.parent else {
                    throw BerthError(
                        .invalidPolicy,
                        "\"\(rule.name)\" hangs from \"\(place.parent?.text ?? "nothing")\" in the fleet file, "
                            + "not from \"\(rule.parent?.text ?? "")\"",
                        field: "power.\(rule.name).parent", hint: "leave parent out")
                }
            }
            let parent = place.parent.flatMap { positions[$0] }
            precondition((parent == nil) == (place.name == Place.site), "place \(place.name) stands before its parent")
            try add(place.name, parent: parent, rating: place.rating, rule: rule)
        }
    }

    /// Groups may name each other as parents in any order, so each round adds those whose parent is there.
    mutating func addGroups(of rules: [Policy.BudgetRule], fleet: Fleet) throws(BerthError) {
        let nodes = Dictionary(uniqueKeysWithValues: fleet.nodes.enumerated().map { ($1.name, $0) })
        var waiting = rules.filter { positions[$0.name] == nil }
        let known = Set(positions.keys).union(waiting.map(\.name))
        for rule in waiting {
            guard rule.parent != nil || !rule.nodes.isEmpty else {
                throw BerthError(
                    .invalidPolicy, "the fleet has no place \"\(rule.name)\"", field: "power.\(rule.name)",
                    hint: nearest(rule.name.text, positions.keys.map(\.text)) ?? "a group of nodes needs nodes: and parent:")
            }
            if let parent = rule.parent, !known.contains(parent) {
                throw BerthError(
                    .invalidPolicy,
                    "the parent \"\(parent)\" of \"\(rule.name)\" is neither a place of the fleet nor a budget of the policy",
                    field: "power.\(rule.name).parent", hint: nearest(parent.text, known.map(\.text)))
            }
        }
        while !waiting.isEmpty {
            let ready = waiting.filter { positions[$0.parent ?? Place.site] != nil }
            guard !ready.isEmpty else { break }
            for rule in ready {
                try add(rule.name, parent: positions[rule.parent ?? Place.site], rating: nil, rule: rule)
                try join(rule, nodes, fleet)
            }
            waiting.removeAll { rule in ready.contains { $0.name == rule.name } }
        }
        if let rule = waiting.first {
            throw BerthError(
                .invalidPolicy, "power budget \"\(rule.name)\" is its own parent, by way of \"\(rule.parent?.text ?? "")\"",
                field: "power.\(rule.name).parent")
        }
    }

    private mutating func join(_ rule: Policy.BudgetRule, _ nodes: [NodeName: Int], _ fleet: Fleet) throws(BerthError) {
        guard let group = positions[rule.name] else { return }
        for name in rule.nodes {
            guard let index = nodes[name] else {
                throw BerthError(
                    .invalidPolicy, "the fleet has no node \"\(name)\"", field: "power.\(rule.name).nodes",
                    hint: nearest(name.text, fleet.nodes.map(\.name.text)))
            }
            groups[index, default: []].append(group)
        }
    }

    private mutating func add(_ name: PlaceName, parent: DomainIndex?, rating: Watts?, rule: Policy.BudgetRule?) throws(BerthError) {
        if let budget = rule?.budget, budget < .zero {
            throw BerthError(.invalidPolicy, "the budget of \"\(name)\" is negative", field: "power.\(name).budget")
        }
        let above = bound(from: parent)
        if let usable = rule?.usable, let above, usable > above.budget {
            throw BerthError(
                .invalidPolicy, "the budget of \"\(name)\" is \(usable), above the \(above.budget) of \"\(above.name)\" that feeds it",
                field: "power.\(name).budget", hint: "lower it, or raise \"\(above.name)\"")
        }
        let fed = rating.map { rating in above.map { min(rating, $0.budget) } ?? rating }
        let budget = [fed, rule?.usable].compactMap { $0 }.min()
        positions[name] = DomainIndex(domains.count)
        domains.append(PowerDomain(name: name, parent: parent, budget: budget))
    }

    /// The nearest budget at or above a domain.
    private func bound(from start: DomainIndex?) -> (name: PlaceName, budget: Watts)? {
        var index = start
        while let current = index {
            let domain = domains[current.value]
            if let budget = domain.budget { return (domain.name, budget) }
            index = domain.parent
        }
        return nil
    }

    private func chain(from start: DomainIndex) -> [DomainIndex] {
        var chain = [start]
        while let parent = domains[chain[chain.count - 1].value].parent { chain.append(parent) }
        return chain
    }

    /// For each node its place's chain joined with those of its groups: descending positions go from leaf to root, since a parent stands
    /// before its children.
    func paths(of fleet: Fleet) throws(BerthError) -> [[DomainIndex]] {
        let places = Set(fleet.places.map(\.name))
        var paths: [[DomainIndex]] = []
        paths.reserveCapacity(fleet.nodes.count)
        for (index, node) in fleet.nodes.enumerated() {
            guard let place = positions[node.place] else {
                throw BerthError(.invalidFleet, "node \"\(node.name)\" stands in \"\(node.place)\", which the fleet does not list")
            }
            let standing = chain(from: place)
            var domainsOfNode = Set(standing)
            for group in groups[index] ?? [] {
                for domain in chain(from: group) where domainsOfNode.insert(domain).inserted {
                    guard !places.contains(domains[domain.value].name) else {
                        throw BerthError(
                            .invalidPolicy,
                            "group \"\(domains[group.value].name)\" hangs from \"\(domains[domain.value].name)\", "
                                + "but its node \"\(node.name)\" stands in \"\(node.place)\"",
                            field: "power.\(domains[group.value].name)",
                            hint: "hang the group from a place that feeds all its nodes, such as \"site\"")
                    }
                }
            }
            paths.append(domainsOfNode.sorted(by: >))
        }
        return paths
    }

    private func nearest(_ word: String, _ known: some Sequence<String>) -> String? {
        Spelling.nearest(to: word, among: known).map { "did you mean \"\($0)\"?" }
    }
}
