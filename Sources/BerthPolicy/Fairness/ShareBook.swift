public import BerthModel

/// Which agency goes first: for each node of the tree its dominant share over its share weight, less goes first.
///
/// The dominant share is the largest of (held now + fading mean of what was held) / what the fleet has, over the devices of each
/// kind and watts. What is held counts at once; the means are brought up to date every `period`.
public struct ShareBook: Sendable {
    private var keys = ShareKeys()
    private var tree: AgencyTree
    private var weightOfAgency: [AgencyName: Int]
    /// By node, of a leaf for an agency's own jobs 1, as of every agency that does not say.
    public private(set) var weights: [Int] = []
    /// Positions of resources: kinds by name, then watts where they count.
    private let positions: [Resource: Int]
    /// 2^60 over what the fleet has of each.
    private let reciprocals: [UInt64]
    /// By node and resource, in the measure of the resource.
    private var held: [Int] = []
    private var means: [Int] = []
    private var period: Int64
    /// When the means were brought up to date.
    private var updatedAt: Int64?

    /// - Parameters:
    ///   - devices: of each kind of the fleet.
    ///   - power: what the fleet may reserve above its base load.
    public init(_ policy: Policy, _ fairness: Policy.Fairness, tree: AgencyTree, devices: [KindName: Int], power: Watts) {
        self.tree = tree
        weightOfAgency = policy.agencies.mapValues(\.share)
        var positions: [Resource: Int] = [:]
        var amounts: [Int] = []
        for (kind, count) in devices.sorted(by: { $0.key < $1.key }) where count > 0 {
            positions[.devices(kind)] = amounts.count
            amounts.append(count * 1000)
        }
        if fairness.unit == .joules, power > .zero {
            positions[.power] = amounts.count
            amounts.append(Int(power.milliwatts))
        }
        self.positions = positions
        reciprocals = amounts.map { (1 << 60) / UInt64($0) }
        period = ShareBook.period(fairness)
        extend(tree)
    }

    private static func period(_ fairness: Policy.Fairness) -> Int64 { max(1000, fairness.halfLife.milliseconds / 2000) }

    /// Puts other share weights over what is held; the means are due anew.
    /// - Precondition: the tree and the unit stay.
    public mutating func setWeights(_ policy: Policy, _ fairness: Policy.Fairness) {
        weightOfAgency = policy.agencies.mapValues(\.share)
        period = ShareBook.period(fairness)
        updatedAt = nil
        for node in 1..<tree.count {
            weights[node] = weight(of: node)
            keys.set(computedKey(of: node), of: node, tree)
        }
    }

    private func weight(of node: Int) -> Int {
        let name = tree.name(of: node)
        return tree.number(of: name) == node ? weightOfAgency[name] ?? 1 : 1
    }

    /// Learns of agencies that the policy does not have.
    public mutating func extend(_ tree: AgencyTree) {
        self.tree = tree
        let missing = tree.count - weights.count
        guard missing > 0 else { return }
        for node in weights.count..<tree.count { weights.append(weight(of: node)) }
        keys.extend(tree)
        held += [Int](repeating: 0, count: missing * reciprocals.count)
        means += [Int](repeating: 0, count: missing * reciprocals.count)
    }

    /// An agency's jobs hold these members from now on, or no longer.
    /// - Complexity: O(depth x resources + members).
    public mutating func change(_ agency: Int, _ members: [MemberPlacement], holds: Bool) {
        let sign = holds ? 1 : -1
        let leaf = tree.leaf(of: agency)
        for member in members {
            if let kind = member.kind { hold(sign * member.thousandths, .devices(kind), at: leaf) }
            hold(sign * Int(member.accountedWatts.milliwatts), .power, at: leaf)
        }
        var node = leaf
        while node > AgencyTree.root {
            keys.set(computedKey(of: node), of: node, tree)
            node = tree.parent(of: node)
        }
    }

    private mutating func hold(_ amount: Int, _ resource: Resource, at leaf: Int) {
        guard let position = positions[resource] else { return }
        var node = leaf
        while node > AgencyTree.root {
            held[node * reciprocals.count + position] += amount
            node = tree.parent(of: node)
        }
    }

    /// Brings the means up to date where that is due.
    /// - Complexity: O(agencies x depth) where it is, else O(1).
    public mutating func refresh(from history: UseHistory, at now: Timestamp) {
        if let updatedAt, now.milliseconds / period == updatedAt / period { return }
        updatedAt = now.milliseconds
        var sums = [Int](repeating: 0, count: means.count)
        history.forEachMean(at: now) { agency, resource, mean in
            guard let number = tree.number(of: agency), let position = positions[resource] else { return }
            var node = tree.leaf(of: number)
            while node > AgencyTree.root {
                sums[node * reciprocals.count + position] += mean
                node = tree.parent(of: node)
            }
        }
        means = sums
        for node in 1..<tree.count { keys.set(computedKey(of: node), of: node, tree) }
    }

    /// The share by which a node is compared with its siblings: the least goes first.
    public func key(of node: Int) -> UInt64 { keys[node, tree] }

    /// Of some that stand beneath an inner node, the one with the least key; of equals the first.
    /// - Parameter places: a bit for each, 64 a word.
    /// - Complexity: O(siblings / 64), and 64 for each word that may have the least.
    public func least(of places: [UInt64], beneath inner: Int) -> (place: Int, key: UInt64)? { keys.least(of: places, beneath: inner) }

    /// Held now and before, in 2^-40 of what the fleet has: the largest part of all resources.
    public func dominantShare(of node: Int) -> UInt64 {
        var largest: UInt64 = 0
        for (position, reciprocal) in reciprocals.enumerated() {
            let place = node * reciprocals.count + position
            let product = UInt64(max(0, held[place] + means[place])).multipliedFullWidth(by: reciprocal)
            largest = max(largest, product.high << 44 | product.low >> 20)
        }
        return largest
    }

    private func computedKey(of node: Int) -> UInt64 {
        let share = min(dominantShare(of: node), 1 << 42)
        return share * 1_000_000 / UInt64(max(1, weights[node]))
    }
}
