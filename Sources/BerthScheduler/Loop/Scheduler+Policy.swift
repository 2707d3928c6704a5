public import BerthModel
import BerthPlacement
public import BerthPolicy

/// The life of a policy: applied, scheduled, cancelled.
extension Scheduler {
    /// Puts a policy into force as the next revision, or nothing of it.
    /// - Parameters:
    ///   - text: the file as it was given.
    ///   - ifRevision: the revision that it is meant to replace; nil for whichever.
    ///   - note: where it comes from, where that is no file.
    /// - Returns: its number.
    /// - Throws: `BerthError` with code `notAllowed`, `conflict` when another revision is in force, or `invalidPolicy`.
    public func applyPolicy(
        text: String, policy: Policy, ifRevision: Int?, note: String? = nil, by caller: Caller, at now: Timestamp
    ) throws(BerthError) -> Int {
        begin(at: now)
        if state.revision != nil || !Authority(policy).isOperator(caller) { try authority.requireMayApply(policy, caller) }
        return try putInForce(text: text, policy: policy, ifRevision: ifRevision, note: note, by: caller.user)
    }

    private func putInForce(
        text: String, policy: Policy, ifRevision: Int?, note: String?, by user: String
    ) throws(BerthError) -> Int {
        let current = state.revision?.number ?? 0
        guard ifRevision ?? current == current else {
            throw BerthError(
                .conflict, "policy revision \(current) is in force, not \(ifRevision ?? 0)", hint: "look at what changed, then apply again")
        }
        let rulebook = try Rulebook(policy: policy, fleet: fleet, catalogue: shipped)
        let before = self.policy
        let core = policy.asksAlike(before) ? nil : try rulebook.makeCore(fleet)
        let next = PolicyRevision(
            number: current + 1, text: text, by: user, at: max(clock, state.time), policy: policy, note: note)
        record(.policyApplied(next))
        revision = next
        if policy.ordersAlike(before) {
            goOn(under: rulebook)
        } else {
            do {
                try rebuild(rulebook, on: core)
            } catch {
                preconditionFailure("a new policy lost a placement: \(error)")
            }
        }
        wakeDependents()
        refreshShares()
        return next.number
    }

    /// Has a policy take effect later, as the next revision of that moment. What holds of it today is checked today, and again then.
    /// - Returns: its number on the list.
    /// - Throws: `BerthError` with code `notAllowed`, `conflict` when another revision than `ifRevision` is in force or the list is full,
    ///   `usage` for a moment that is past, or `invalidPolicy`.
    public func schedulePolicy(
        text: String, policy: Policy, at due: Timestamp, ifRevision: Int?, by caller: Caller, at now: Timestamp
    ) throws(BerthError) -> Int {
        begin(at: now)
        try authority.requireMayApply(policy, caller)
        guard due > max(clock, state.time) else { throw BerthError(.usage, "\(due) is past", hint: "apply it without a time") }
        let current = state.revision?.number ?? 0
        guard ifRevision ?? current == current else {
            throw BerthError(
                .conflict, "policy revision \(current) is in force, not \(ifRevision ?? 0)", hint: "look at what changed, then apply again")
        }
        guard state.scheduledPolicies.count < Limits.scheduledPoliciesMax else {
            throw BerthError(
                .conflict, "\(state.scheduledPolicies.count) policies are scheduled, as many as there may be", hint: "cancel one of them")
        }
        _ = try Rulebook(policy: policy, fleet: fleet, catalogue: shipped).makeCore(fleet)
        let number = state.scheduledCount + 1
        record(
            .policyScheduled(
                ScheduledPolicy(
                    number: number, text: text, by: caller.user, at: max(clock, state.time), due: due, ifRevision: ifRevision,
                    policy: policy)))
        timers.add(.policy(number), at: due)
        return number
    }

    /// Takes a scheduled policy off the list.
    /// - Throws: `BerthError` with code `notAllowed` or `notFound`.
    public func cancelScheduledPolicy(_ number: Int, by caller: Caller, at now: Timestamp) throws(BerthError) {
        begin(at: now)
        guard authority.isOperator(caller) || authority.isPowerOperator(caller) else {
            throw BerthError(.notAllowed, "only an operator takes a scheduled policy off the list")
        }
        guard let scheduled = state.scheduledPolicies[number] else {
            throw BerthError(.notFound, "no policy \(number) is scheduled", hint: "berth policy log lists them")
        }
        try authority.requireMayApply(scheduled.policy, caller)
        record(.policyUnscheduled(number, revision: nil, why: "cancelled by \(caller.user)", by: caller.user))
    }

    /// Its moment has come: it is applied in the name of whoever scheduled it, or said why not.
    func applyScheduled(_ number: Int) {
        // Timers are never taken out: this one may have been cancelled.
        guard let scheduled = state.scheduledPolicies[number], scheduled.due <= clock else { return }
        do {
            let revision = try putInForce(
                text: scheduled.text, policy: scheduled.policy, ifRevision: scheduled.ifRevision,
                note: "scheduled as number \(number) at \(scheduled.at)", by: scheduled.by)
            record(.policyUnscheduled(number, revision: revision, why: "it is revision \(revision)", by: Scheduler.itself))
        } catch {
            record(.policyUnscheduled(number, revision: nil, why: "\(error)", by: Scheduler.itself))
        }
    }

    /// What an agency's jobs hold, those of the agencies beneath it included.
    public func usage(of agency: AgencyName) -> AgencyUsage { work.usage[agency] }
}
