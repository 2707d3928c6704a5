public import BerthModel

/// Running totals of what each agency holds, and the agencies' limits over them.
///
/// Invariant: the totals of an agency are the sums over the active jobs of the agency and of all agencies beneath it.
public struct UsageBook: Sendable {
    private struct Account: Sendable {
        let name: AgencyName
        /// Nil for an agency that the policy no longer has: it still counts its own.
        let rules: Policy.Agency?
        /// The accounts of the agency and of those above it, leaf first.
        let line: [Int]
        /// Whether some of these bounds what it holds.
        let isBound: Bool
        var usage = AgencyUsage()
    }

    private var accounts: [Account] = []
    private var positions: [AgencyName: Int] = [:]

    public init(_ policy: Policy) {
        let names = policy.agencies.keys.sorted()
        positions = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        accounts = names.map { name in
            let line = policy.lineage(of: name)
            let isBound = line.contains { policy.agencies[$0].map { $0.powerLimit != nil || !$0.deviceLimits.isEmpty } ?? false }
            return Account(name: name, rules: policy.agencies[name], line: line.compactMap { positions[$0] }, isBound: isBound)
        }
    }

    public subscript(_ agency: AgencyName) -> AgencyUsage { positions[agency].map { accounts[$0].usage } ?? AgencyUsage() }

    /// - Complexity: O(depth of the agency x members).
    public mutating func add(_ members: [MemberPlacement], of agency: AgencyName) { change(members, of: agency, by: 1) }

    public mutating func remove(_ members: [MemberPlacement], of agency: AgencyName) { change(members, of: agency, by: -1) }

    public mutating func addJobs(_ count: Int, of agency: AgencyName) {
        for account in accounts[account(of: agency)].line { accounts[account].usage.jobs += count }
    }

    private mutating func change(_ members: [MemberPlacement], of agency: AgencyName, by sign: Int) {
        for account in accounts[account(of: agency)].line {
            for member in members {
                accounts[account].usage.watts += member.accountedWatts * sign
                if let kind = member.kind { accounts[account].usage.thousandths[kind, default: 0] += member.thousandths * sign }
            }
        }
    }

    private mutating func account(of agency: AgencyName) -> Int {
        if let known = positions[agency] { return known }
        positions[agency] = accounts.count
        accounts.append(Account(name: agency, rules: nil, line: [accounts.count], isBound: false))
        return accounts.count - 1
    }

    /// Whether there is a limit on what an agency holds.
    /// - Complexity: O(1).
    public func isBound(_ agency: AgencyName) -> Bool { positions[agency].map { accounts[$0].isBound } ?? false }

    /// The accounts whose limits bind an agency, leaf first.
    private func line(of agency: AgencyName) -> [Int] { positions[agency].map { accounts[$0].line } ?? [] }

    /// The limit that keeps an agency from holding so many more devices; nil when none does.
    public func deviceBlocker(_ agency: AgencyName, kind: KindName, thousandths: Int) -> Blocker? {
        for account in line(of: agency) {
            guard let limit = accounts[account].rules?.deviceLimits[kind] else { continue }
            let (name, held) = (accounts[account].name, accounts[account].usage.thousandths[kind] ?? 0)
            guard held + thousandths > limit * 1000 else { continue }
            return Blocker(
                .agencyQuota,
                "agency \(name) holds \(UsageBook.devices(held)) of its \(limit) \(kind), this job needs "
                    + UsageBook.devices(thousandths), need: (thousandths + 999) / 1000, have: max(0, limit * 1000 - held) / 1000,
                unit: "devices",
                domain: name.text,
                clearsWhen: ["a job of \(name) that holds \(kind) ends", "an operator raises agencies.\(name).limits.\(kind)"])
        }
        return nil
    }

    /// Devices as people count them: `3`, `2.143`.
    static func devices(_ thousandths: Int) -> String {
        let part = thousandths % 1000
        guard part != 0 else { return "\(thousandths / 1000)" }
        var digits = "\(1000 + part)".dropFirst()
        while digits.last == "0" { digits = digits.dropLast() }
        return "\(thousandths / 1000).\(digits)"
    }

    /// The limit that keeps an agency from reserving so many more watts; nil when none does.
    /// - Parameter what: whose watts these are, for the message.
    public func powerBlocker(_ agency: AgencyName, watts: Watts, of what: String = "this job needs") -> Blocker? {
        for account in line(of: agency) {
            guard let limit = accounts[account].rules?.powerLimit else { continue }
            let (name, reserved) = (accounts[account].name, accounts[account].usage.watts)
            let left = limit - reserved
            guard watts > left else { continue }
            return Blocker(
                .agencyQuota, "agency \(name) reserves \(reserved) of its \(limit), \(what) \(watts)", need: watts.roundedUp,
                have: max(0, left.roundedDown), unit: "W", domain: name.text,
                clearsWhen: ["a job of \(name) ends", "an operator raises agencies.\(name).limits.power"])
        }
        return nil
    }

    /// - Throws: `BerthError` with code `notAllowed` when so many more jobs are over the limit of the agency or one above it.
    public func admitJobs(_ count: Int, of agency: AgencyName) throws(BerthError) {
        for account in line(of: agency) {
            let (name, jobs) = (accounts[account].name, accounts[account].usage.jobs)
            guard let limit = accounts[account].rules?.jobLimit, jobs + count > limit else { continue }
            throw BerthError(
                .notAllowed,
                "agency \(name) has \(jobs) jobs that are not over and may have \(limit), so \(count) more cannot be taken",
                hint: "wait until some end, or ask an operator to raise agencies.\(name).limits.jobs")
        }
    }

    /// - Throws: `BerthError` with code `neverFits` when limits are below the job alone, so that no waiting helps.
    public func admitEver(_ agency: AgencyName, kind: KindName?, thousandths: Int, watts: Watts) throws(BerthError) {
        for account in line(of: agency) {
            let name = accounts[account].name
            if let kind, let limit = accounts[account].rules?.deviceLimits[kind], thousandths > limit * 1000 {
                throw BerthError(
                    .neverFits,
                    "cannot ever run here: agency \(name) may hold \(limit) x \(kind) at once\n"
                        + "  asked  \(UsageBook.devices(thousandths)) x \(kind)",
                    hint: "ask for \(limit) or fewer, or ask an operator to raise agencies.\(name).limits.\(kind)")
            }
            if let limit = accounts[account].rules?.powerLimit, watts > limit {
                throw BerthError(
                    .neverFits, "cannot ever run here: agency \(name) may reserve \(limit) at once\n  asked  \(watts)",
                    hint: "ask for less, or ask an operator to raise agencies.\(name).limits.power")
            }
        }
    }
}
