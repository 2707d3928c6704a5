import BerthModel
import BerthPolicy
import Testing

@Suite("Power trees of a fleet and a policy")
struct PowerTreeTests {
    private let hall = PlaceName(literal: "hall-1")
    private let other = PlaceName(literal: "hall-2")
    private let group = PlaceName(literal: "group")

    /// Two halls with a node each, and a node that stands nowhere in particular.
    private func fleet(site: Watts? = nil, hallRating: Watts? = nil) throws -> Fleet {
        func node(_ name: String, _ place: PlaceName) throws -> FleetNode {
            FleetNode(
                name: try NodeName(name), groups: [], numaNodes: [NUMANode(index: 0, cores: [[0]], memory: .gibibytes(1))], place: place,
                hostIdle: Watts(10), wattsPerCore: .zero, isModelled: true)
        }
        return Fleet(
            name: "test", nodes: [try node("a", hall), try node("b", other), try node("c", Place.site)],
            places: [
                Place(name: Place.site, parent: nil, rating: site), Place(name: hall, parent: Place.site, rating: hallRating),
                Place(name: other, parent: Place.site, rating: nil),
            ])
    }

    private func tree(_ fleet: Fleet, _ rules: [Policy.BudgetRule]) throws -> PowerTree {
        try PowerTree.build(fleet: fleet, policy: Policy(power: rules))
    }

    private func refusal(_ fleet: Fleet, _ rules: [Policy.BudgetRule]) -> BerthError? {
        do {
            _ = try PowerTree.build(fleet: fleet, policy: Policy(power: rules))
            return nil
        } catch { return error }
    }

    private func budget(_ tree: PowerTree, _ name: PlaceName) -> Watts? { tree.index(of: name).flatMap { tree.domains[$0.value].budget } }

    @Test("a level's budget is the smaller of its rating and what the policy leaves for it")
    func effective() throws {
        let rule = Policy.BudgetRule(name: hall, parent: nil, budget: Watts(900))
        #expect(try budget(tree(fleet(hallRating: Watts(1000)), [rule]), hall) == Watts(900))
        #expect(try budget(tree(fleet(hallRating: Watts(800)), [rule]), hall) == Watts(800))
        #expect(try budget(tree(fleet(), [rule]), other) == nil)
    }

    @Test("cooling lowers what is usable, rounded down")
    func cooling() throws {
        let rule = Policy.BudgetRule(name: hall, parent: nil, budget: Watts(1000), coolingFixed: Watts(100), coolingFactorThousandths: 1300)
        #expect(try budget(tree(fleet(), [rule]), hall) == Watts(milliwatts: 692_307))
    }

    @Test("a rating above the level that feeds it is bounded by that level; a budget above it is refused with both figures")
    func childAboveParent() throws {
        let site = Policy.BudgetRule(name: Place.site, parent: nil, budget: Watts(500))
        #expect(try budget(tree(fleet(hallRating: Watts(1000)), [site]), hall) == Watts(500))
        let error = refusal(try fleet(), [site, Policy.BudgetRule(name: hall, parent: nil, budget: Watts(600))])
        #expect(
            error?.code == .invalidPolicy
                && error?.message == "the budget of \"hall-1\" is 600 W, above the 500 W of \"site\" that feeds it")
    }

    @Test("nodes draw from their places and from every group that names them, leaf first")
    func paths() throws {
        let inner = PlaceName(literal: "inner")
        let tree = try tree(
            fleet(),
            [
                Policy.BudgetRule(name: inner, parent: group, budget: Watts(5), nodes: [NodeName(literal: "a")]),
                Policy.BudgetRule(
                    name: group, parent: Place.site, budget: Watts(9), nodes: [NodeName(literal: "a"), NodeName(literal: "c")]),
            ])
        func names(_ node: Int) -> [String] { tree.paths[node].map { tree.domains[$0.value].name.text } }
        #expect(names(0) == ["inner", "group", "hall-1", "site"] && names(1) == ["hall-2", "site"] && names(2) == ["group", "site"])
    }

    @Test("unknown places, parents and nodes are refused with the nearest name")
    func unknown() throws {
        let fleet = try fleet()
        #expect(
            refusal(fleet, [Policy.BudgetRule(name: PlaceName(literal: "hal-1"), parent: nil, budget: Watts(1))])?.hint
                == "did you mean \"hall-1\"?")
        #expect(
            refusal(fleet, [Policy.BudgetRule(name: group, parent: PlaceName(literal: "hall-3"), budget: Watts(1))])?.message.contains(
                "neither a place") == true)
        #expect(
            refusal(fleet, [Policy.BudgetRule(name: group, parent: hall, budget: nil, nodes: [NodeName(literal: "z")])])?.message
                == "the fleet has no node \"z\"")
    }

    @Test("budgets given twice, in a circle, for the wrong parent, or across halls are refused")
    func contradictions() throws {
        let fleet = try fleet()
        let a = NodeName(literal: "a")
        let two = PlaceName(literal: "two")
        let rules: [[Policy.BudgetRule]] = [
            [Policy.BudgetRule(name: hall, parent: nil, budget: nil), Policy.BudgetRule(name: hall, parent: nil, budget: nil)],
            [
                Policy.BudgetRule(name: group, parent: two, budget: nil, nodes: [a]),
                Policy.BudgetRule(name: two, parent: group, budget: nil, nodes: [a]),
            ],
            [Policy.BudgetRule(name: hall, parent: other, budget: nil)],
            [Policy.BudgetRule(name: hall, parent: nil, budget: nil, nodes: [a])],
            [Policy.BudgetRule(name: group, parent: other, budget: nil, nodes: [a])],
            [Policy.BudgetRule(name: hall, parent: nil, budget: Watts(-1))],
        ]
        for rules in rules { #expect(refusal(fleet, rules)?.code == .invalidPolicy, "\(rules)") }
    }
}
