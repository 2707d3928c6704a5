import BerthModel
import BerthStorage
import BerthPolicy

/// A policy that this world made: the text that is applied, and its figures written down a second time for the checkers.
struct SimulatedPolicy {
    /// How much of the room above base load the budgets leave.
    enum Mood { case usual, cut, open }

    struct Limits {
        /// Devices by position of the kind in `SimulatedFleet.kinds`.
        var devices: [KindName: Int] = [:]
        var milliwatts: Int64?
        var jobs: Int?
        /// What it may hold above these.
        var borrowedDevices: [KindName: Int] = [:]
        var borrowedMilliwatts: Int64 = 0
    }

    let text: String
    let policy: Policy
    /// In milliwatts, by domain; nil where neither feed nor policy bounds it.
    let bounds: [Int64?]
    let limits: [Limits]
    let rules: SimulatedRules

    static let agencies = 6
    static let usersPerAgency = 2
    /// The agency above each.
    static let parents: [Int?] = [nil, 0, 0, 1, nil, 4]

    init(_ mood: Mood, _ world: SimulatedFleet, chance: inout Chance) {
        var lines = ["schema: 1", "power:"]
        var budgets: [Int64] = []
        for domain in world.domains {
            let percent: Int =
                switch mood {
                case .usual: chance.between(55, 100)
                case .cut: chance.between(5, 60)
                case .open: 100
                }
            var budget = (domain.base + (domain.most - domain.base) * Int64(percent) / 100) / 1000 * 1000
            if let parent = domain.parent { budget = min(budget, budgets[parent]) }
            if let rating = domain.rating { budget = min(budget, rating) }
            // Rounded down to whole watts it must still carry the base load.
            budget = max(budget, (domain.base + 999) / 1000 * 1000)
            budgets.append(budget)
            let nodes = domain.group.isEmpty ? "" : ", parent: site, nodes: [\(domain.group.map(\.text).joined(separator: ", "))]"
            lines.append("  \(domain.name): {budget: \(budget / 1000) W\(nodes)}")
        }
        bounds = budgets
        rules = SimulatedRules(world, isWhole: mood == .open, &chance)
        lines += rules.lines + ["agencies:"]
        var limits: [Limits] = []
        for agency in 0..<SimulatedPolicy.agencies {
            let limit = mood == .open ? Limits() : SimulatedPolicy.limits(world, &chance)
            limits.append(limit)
            var keys = limit.devices.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            if let milliwatts = limit.milliwatts { keys.append("power: \(milliwatts / 1000) W") }
            if let jobs = limit.jobs { keys.append("jobs: \(jobs)") }
            let users = (0..<SimulatedPolicy.usersPerAgency).map { "u\(agency * SimulatedPolicy.usersPerAgency + $0)" }
            let parent = SimulatedPolicy.parents[agency].map { "parent: a\($0), " } ?? ""
            if let borrow = limit.borrowKeys { keys.append("borrow: {\(borrow)}") }
            let given = keys.isEmpty ? "" : ", limits: {\(keys.joined(separator: ", "))}"
            let share = chance.happens(percent: 50) ? "share: \(chance.between(1, 9)), " : ""
            lines.append(
                "  a\(agency): {\(parent)\(share)users: [\(users.joined(separator: ", "))]\(given)\(rules.labelKeys(of: agency))}")
        }
        self.limits = limits
        text = lines.joined(separator: "\n") + "\n"
        do { policy = try PolicyFile.decode(text, fileName: "simulated") } catch { preconditionFailure("\(error)\n\(text)") }
    }

    private static func limits(_ world: SimulatedFleet, _ chance: inout Chance) -> Limits {
        var limits = Limits()
        for (kind, most) in world.kinds where chance.happens(percent: 15) {
            limits.devices[kind.name] = max(most, most * world.fleet.nodes.count / 12 * chance.between(1, 3))
            if chance.happens(percent: 50) { limits.borrowedDevices[kind.name] = most * chance.between(1, 4) }
        }
        if chance.happens(percent: 15) {
            let room = world.domains[0].most - world.domains[0].base
            limits.milliwatts = max(20_000_000, room / Int64(chance.between(2, 8))) / 1000 * 1000
            if chance.happens(percent: 50) { limits.borrowedMilliwatts = Int64(chance.between(1, 20)) * 1_000_000 }
        }
        if chance.happens(percent: 15) { limits.jobs = chance.between(30, 200) + world.fleet.nodes.count * 4 }
        return limits
    }

    /// A caller of an agency; the operator is root.
    static func caller(_ user: Int) -> Caller { Caller(uid: UInt32(2000 + user), gid: 2000, user: "u\(user)") }
    static let root = Caller(uid: 0, gid: 0, user: "root")
    static let users = agencies * usersPerAgency
}

extension SimulatedPolicy.Limits {
    /// As a policy writes them; nil for none.
    fileprivate var borrowKeys: String? {
        var keys = borrowedDevices.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        if borrowedMilliwatts > 0 { keys.append("power: \(borrowedMilliwatts / 1000) W") }
        return keys.isEmpty ? nil : keys.joined(separator: ", ")
    }
}
