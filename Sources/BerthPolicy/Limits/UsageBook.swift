public import BerthModel

/// Running totals of what each agency holds, and the agencies' limits over them.
///
/// Invariant: the totals of an agency are the sums over the active jobs of the agency and of all agencies beneath it.
public struct UsageBook: Sendable {
    /// In the measure of the resource.
    struct Limit: Sendable {
        let resource: Resource
        let most: Int
        let borrowing: Int
    }

    struct Account: Sendable {
        /// Nil for an agency that the policy no longer has: it still counts its own.
        var rules: Policy.Agency?
        /// Whether some limit of the agency, or of one above it, bounds what it holds.
        var isBound = false
        /// Whether some limit of the agency itself does.
        var isLimited = false
        /// These limits, for they are asked about more often than anything else of an agency.
        var limits: [Limit] = []
        /// Thousandths of devices of each kind, by the kind's number.
        var thousandths: [Int] = []
        var milliwatts = 0
        /// Thousandths of the common unit.
        var units = 0
        var jobs = 0
        /// Whether there is a limit on the jobs of one user.
        var countsUsers = false
        /// Of agencies with a limit on them.
        var jobsOfUser: [UInt32: Int] = [:]
    }

    public private(set) var tree: AgencyTree
    /// By number; those of the root and of leaves for agencies' own jobs are not used.
    var accounts: [Account]
    /// What a device of each kind counts, in thousandths of the common unit, where it is not one.
    private let unitsOfKind: [KindName: Int]
    private var kinds: [KindName: Int] = [:]
    /// Those with limits on jobs.
    var queues: [QueueName: QueueCount] = [:]

    public init(_ policy: Policy) {
        let tree = AgencyTree(policy)
        self.tree = tree
        unitsOfKind = policy.accelerators.compactMapValues(\.unitThousandths)
        accounts = (0..<tree.count).map { node in
            guard node > 0, tree.number(of: tree.name(of: node)) == node else { return Account() }
            return Account(rules: policy.agencies[tree.name(of: node)])
        }
        queues = policy.queues.filter { $0.value.jobLimit != nil || $0.value.jobsPerUser != nil }.mapValues { QueueCount(rules: $0) }
        readRules()
    }

    /// Looks up what is asked about at each step.
    private mutating func readRules() {
        for node in accounts.indices {
            accounts[node].limits = accounts[node].rules?.holdingLimits ?? []
            accounts[node].isLimited = !accounts[node].limits.isEmpty
            accounts[node].countsUsers = accounts[node].rules?.jobsPerUser != nil
        }
        for node in accounts.indices { accounts[node].isBound = tree.line(of: node).contains { accounts[Int($0)].isLimited } }
    }

    /// Puts other limits over what is held and counted.
    /// - Precondition: the policies order alike (`Policy.ordersAlike(_:)`).
    public mutating func setRules(_ policy: Policy) {
        for node in accounts.indices where accounts[node].rules != nil { accounts[node].rules = policy.agencies[tree.name(of: node)] }
        // The same queues are counted.
        for name in queues.keys { if let rules = policy.queues[name] { queues[name]?.rules = rules } }
        readRules()
    }

    /// The number of an agency, which stays the same while the policy does.
    public mutating func number(of agency: AgencyName) -> Int {
        if let known = tree.number(of: agency) { return known }
        accounts.append(Account())
        return tree.add(agency)
    }

    public func name(of agency: Int) -> AgencyName { tree.name(of: agency) }

    /// What an agency's jobs and those of the agencies beneath it hold.
    public subscript(_ agency: AgencyName) -> AgencyUsage {
        guard let number = tree.number(of: agency) else { return AgencyUsage() }
        let account = accounts[number]
        var usage = AgencyUsage()
        for (kind, position) in kinds where position < account.thousandths.count { usage.thousandths[kind] = account.thousandths[position] }
        usage.watts = Watts(milliwatts: Int64(account.milliwatts))
        usage.unitThousandths = account.units
        usage.jobs = account.jobs
        return usage
    }

    /// - Complexity: O(depth of the agency x members).
    public mutating func add(_ members: [MemberPlacement], of agency: Int) { change(members, of: agency, by: 1) }

    public mutating func remove(_ members: [MemberPlacement], of agency: Int) { change(members, of: agency, by: -1) }

    private mutating func change(_ members: [MemberPlacement], of agency: Int, by sign: Int) {
        for member in members {
            let watts = Int(member.accountedWatts.milliwatts) * sign
            let kind = member.kind.map { (number: position(of: $0), units: units(of: $0, thousandths: member.thousandths) * sign) }
            for node in tree.line(of: agency) {
                let node = Int(node)
                accounts[node].milliwatts += watts
                guard let kind else { continue }
                accounts[node].units += kind.units
                while accounts[node].thousandths.count <= kind.number { accounts[node].thousandths.append(0) }
                accounts[node].thousandths[kind.number] += member.thousandths * sign
            }
        }
    }

    private mutating func position(of kind: KindName) -> Int {
        if let known = kinds[kind] { return known }
        kinds[kind] = kinds.count
        return kinds.count - 1
    }

    /// Of the common unit, rounded down.
    public func units(of kind: KindName, thousandths: Int) -> Int { thousandths * (unitsOfKind[kind] ?? 1000) / 1000 }

    // MARK: Limits on what is held

    /// Whether there is a limit on what an agency holds.
    /// - Complexity: O(1).
    public func isBound(_ agency: Int) -> Bool { accounts[agency].isBound }

    /// Whether there is a limit of the agency itself.
    /// - Complexity: O(1).
    public func isLimited(_ agency: Int) -> Bool { accounts[agency].isLimited }

    func held(_ agency: Int, _ resource: Resource) -> Int {
        switch resource {
        case .devices(let kind):
            kinds[kind].map { $0 < accounts[agency].thousandths.count ? accounts[agency].thousandths[$0] : 0 } ?? 0
        case .power: accounts[agency].milliwatts
        case .units: accounts[agency].units
        }
    }

    /// What would be passed if an agency's own jobs held so much more of a resource; nil where they stay within it.
    private func excess(at node: Int, _ resource: Resource, need: Int) -> Excess? {
        guard let place = accounts[node].limits.firstIndex(where: { $0.resource == resource }) else { return nil }
        let (held, limit) = (held(node, resource), accounts[node].limits[place])
        guard held + need > limit.most else { return nil }
        return Excess(agency: node, resource: resource, need: need, held: held, limit: limit.most, borrowing: limit.borrowing)
    }

    /// The limit that keeps an agency from holding so much more, with what may be borrowed; the nearest of those along its line.
    public func refusal(_ agency: Int, _ resource: Resource, need: Int) -> Excess? {
        for node in tree.line(of: agency) {
            if let excess = excess(at: Int(node), resource, need: need), excess.held + need > excess.limit + excess.borrowing {
                return excess
            }
        }
        return nil
    }

    /// Every limit along the line of an agency that keeps it from holding so much more, the nearest first.
    /// - Complexity: O(depth).
    public func refusals(_ agency: Int, _ resource: Resource, need: Int) -> [Excess] {
        tree.line(of: agency).compactMap { node in
            excess(at: Int(node), resource, need: need).flatMap { $0.held + need > $0.limit + $0.borrowing ? $0 : nil }
        }
    }

    /// The limit above which an agency would hold so much more: it borrows; the nearest of those along its line.
    public func loan(_ agency: Int, _ resource: Resource, need: Int) -> Excess? {
        for node in tree.line(of: agency) { if let excess = excess(at: Int(node), resource, need: need) { return excess } }
        return nil
    }

    /// Whether a limit that was in the way of so much more no longer is.
    public func hasRoom(_ agency: Int, _ resource: Resource, need: Int, borrowing: Bool) -> Bool {
        guard let excess = excess(at: agency, resource, need: need) else { return true }
        return borrowing && excess.held + need <= excess.limit + excess.borrowing
    }

    /// Whether an agency holds more than one of its own limits.
    /// - Complexity: O(limits).
    public func borrows(_ agency: Int) -> Bool {
        accounts[agency].limits.contains { held(agency, $0.resource) > $0.most }
    }

    /// As `loan`, without the limits that another agency stands under too: of those it may hold what is to be claimed back.
    public func ownLoan(_ agency: Int, besides other: Int, _ resource: Resource, need: Int) -> Excess? {
        let shared = Set(tree.line(of: other))
        for node in tree.line(of: agency) where !shared.contains(node) {
            if let excess = excess(at: Int(node), resource, need: need) { return excess }
        }
        return nil
    }

    /// Agencies that hold more than their own limits, and by how much: who holds what others may claim back.
    /// - Complexity: O(agencies x limits).
    public var debts: [(agency: AgencyName, resource: Resource, amount: Int)] {
        accounts.indices.flatMap { node -> [(agency: AgencyName, resource: Resource, amount: Int)] in
            accounts[node].limits.compactMap { limit in
                let over = held(node, limit.resource) - limit.most
                return over > 0 ? (tree.name(of: node), limit.resource, over) : nil
            }
        }
    }
}

extension Policy.Agency {
    /// Kinds by name, then watts and the common unit.
    var holdingLimits: [UsageBook.Limit] {
        let resources =
            deviceLimits.keys.sorted().map(Resource.devices) + (powerLimit == nil ? [] : [.power])
            + (unitLimitThousandths == nil ? [] : [.units])
        return resources.compactMap { resource in
            limit(of: resource).map { UsageBook.Limit(resource: resource, most: $0, borrowing: borrowing(of: resource)) }
        }
    }

    /// In the measure of the resource.
    func limit(of resource: Resource) -> Int? {
        switch resource {
        case .devices(let kind): deviceLimits[kind].map { $0 * 1000 }
        case .power: powerLimit.map { Int($0.milliwatts) }
        case .units: unitLimitThousandths
        }
    }

    func borrowing(of resource: Resource) -> Int {
        switch resource {
        case .devices(let kind): (borrowing.devices[kind] ?? 0) * 1000
        case .power: Int(borrowing.power.milliwatts)
        case .units: borrowing.unitThousandths
        }
    }
}
