public import BerthModel

/// What a policy lets each caller see and do.
public struct Authority: Sendable {
    private let policy: Policy
    /// The agencies that each subject (a user, `@group`, or `*`) belongs to: with thousands of agencies, nobody walks them all for
    /// a request.
    private let agenciesOf: [String: [AgencyName]]
    /// Whether any agency lists models: where none does, no submission asks.
    private let listsModels: Bool

    /// - Complexity: O(users and admins of all agencies).
    public init(_ policy: Policy) {
        self.policy = policy
        var agenciesOf: [String: [AgencyName]] = [:]
        for (name, agency) in policy.agencies {
            for subject in Set(agency.users + agency.admins) { agenciesOf[subject, default: []].append(name) }
        }
        self.agenciesOf = agenciesOf.mapValues { $0.sorted() }
        listsModels = policy.agencies.values.contains { !$0.models.isEmpty }
    }

    /// Root, the daemon's own user, and whoever the policy names.
    public func isOperator(_ caller: Caller) -> Bool {
        caller.uid == 0 || caller.isDaemonUser || caller.isNamed(by: policy.operators)
    }

    /// The agencies whose users or admins name the caller, by name.
    /// - Complexity: O(groups of the caller + agencies found).
    public func agencies(of caller: Caller) -> [AgencyName] {
        let found = caller.subjects.compactMap { agenciesOf[$0] }
        return found.count == 1 ? found[0] : Set(found.joined()).sorted()
    }

    /// The agency that a submission counts for.
    /// - Parameter named: what the job says; nil when it leaves it open.
    /// - Throws: `BerthError` with code `notAllowed` when the caller belongs to none, or not to the named one, or must name one.
    public func agency(named: AgencyName?, for caller: Caller) throws(BerthError) -> AgencyName {
        let own = agencies(of: caller)
        if let named {
            if own.contains(named) { return named }
            guard isOperator(caller) else { throw notMember(of: named, caller, own) }
            guard policy.agencies[named] != nil else { throw unknown(named) }
            return named
        }
        if own.count == 1 { return own[0] }
        if own.isEmpty, isOperator(caller), policy.agencies.count == 1, let only = policy.agencies.keys.first { return only }
        guard own.isEmpty else {
            throw BerthError(
                .notAllowed, "user \"\(caller.user)\" belongs to \(own.count) agencies, so the job must name one", field: "/agency",
                hint: "add -A with one of: \(listed(own))")
        }
        guard isOperator(caller) else {
            throw BerthError(
                .notAllowed, "user \"\(caller.user)\" belongs to no agency", field: "/agency",
                hint: "ask an operator to add the user under agencies: NAME: users: in the policy")
        }
        let all = policy.agencies.keys.sorted()
        throw BerthError(
            .notAllowed, "an operator's job must name the agency it counts for", field: "/agency",
            hint: all.isEmpty ? "the policy defines no agency: add one under agencies:" : "add -A with one of: \(listed(all))")
    }

    /// Those that the policy lets see everything; they change nothing but what is their own.
    public func isAuditor(_ caller: Caller) -> Bool { caller.isNamed(by: policy.auditors) }

    /// Those that may put another budget into force, besides operators.
    public func isPowerOperator(_ caller: Caller) -> Bool { caller.isNamed(by: policy.powerOperators) }

    public func seesAll(_ caller: Caller) -> Bool { isOperator(caller) || isAuditor(caller) }

    /// A policy names every agency: its text is for those who see everything, and for those who change a part of it.
    public func mayReadPolicy(_ caller: Caller) -> Bool { seesAll(caller) || isPowerOperator(caller) }

    /// Whether the caller may know that a job of this agency exists: its members, the admins of those above it, and who sees all.
    public func maySee(_ agency: AgencyName, _ caller: Caller) -> Bool {
        seesAll(caller) || agencies(of: caller).contains(agency) || isAdmin(of: agency, caller)
    }

    /// Whether the caller is an admin of an agency, or of one above it.
    /// - Complexity: O(depth x admins).
    public func isAdmin(of agency: AgencyName, _ caller: Caller) -> Bool {
        policy.lineage(of: agency).contains { policy.agencies[$0].map { caller.isNamed(by: $0.admins) } ?? false }
    }

    /// Puts a policy into force, or refuses: operators do, and power operators where nothing but `power` is another.
    /// - Throws: `BerthError` with code `notAllowed`.
    public func requireMayApply(_ next: Policy, _ caller: Caller) throws(BerthError) {
        guard !isOperator(caller) else { return }
        guard isPowerOperator(caller) else {
            throw BerthError(
                .notAllowed, "only an operator applies a policy",
                hint: "operators are root, the daemon's user, and those under operators: in the policy")
        }
        var same = next
        same.power = policy.power
        guard same == policy else {
            throw BerthError(
                .notAllowed, "a power operator changes nothing but \"power\", and this policy changes more",
                hint: "take the policy in force (berth policy show), change its budgets, and apply that")
        }
    }

    /// Holds a job's workload against the models of its agency and of those above it: where one lists any, the job names a workload that
    /// matches.
    /// - Throws: `BerthError` with code `notAllowed`.
    public func requireModel(_ workload: WorkloadName?, of agency: AgencyName) throws(BerthError) {
        guard listsModels else { return }
        for name in policy.lineage(of: agency) {
            guard let patterns = policy.agencies[name]?.models, !patterns.isEmpty else { continue }
            let listed = patterns.joined(separator: ", ")
            guard let workload else {
                throw BerthError(
                    .notAllowed, "jobs of agency \"\(name)\" name a workload that it may run (\(listed)), and this one names none",
                    field: "/workload", hint: "add --workload NAME")
            }
            guard patterns.contains(where: { ModelPattern.matches($0, workload.text) }) else {
                throw BerthError(
                    .notAllowed, "agency \"\(name)\" may not run workload \"\(workload)\"", field: "/workload",
                    hint: "it may run: \(listed); an operator changes that under agencies: \(name): models:")
            }
        }
    }

    /// Whether the caller may hold, change or cancel a job of this agency and submitter.
    public func mayAct(on agency: AgencyName, submitter: Submitter, _ caller: Caller) -> Bool {
        isOperator(caller) || caller.uid == submitter.uid || isAdmin(of: agency, caller)
    }

    private func notMember(of agency: AgencyName, _ caller: Caller, _ own: [AgencyName]) -> BerthError {
        BerthError(
            .notAllowed, "user \"\(caller.user)\" may not submit for agency \"\(agency)\"", field: "/agency",
            hint: own.isEmpty ? "the user belongs to no agency; an operator adds users in the policy" : "use -A with one of: \(listed(own))"
        )
    }

    private func unknown(_ agency: AgencyName) -> BerthError {
        let known = policy.agencies.keys.map(\.text).sorted()
        let hint =
            Spelling.nearest(to: agency.text, among: known).map { "did you mean \"\($0)\"?" } ?? "known: \(known.joined(separator: ", "))"
        return BerthError(.notAllowed, "the policy has no agency \"\(agency)\"", field: "/agency", hint: hint)
    }

    private func listed(_ names: [AgencyName]) -> String { names.map(\.text).joined(separator: ", ") }
}
