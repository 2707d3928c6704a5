import BerthModel

/// Who may be stopped for whom, once more from the policy's text.
extension Ledger {
    func checkPreemption(of job: LedgerJob, _ id: JobID, by: String) {
        require(job.spec.jobClass != .service, "service \(id) is stopped for another job")
        require(
            job.spec.preemptible != nil || rules.highPreemptsLow && job.spec.queue?.text == "low",
            "job \(id) is stopped and never offered it")
        require(
            job.preemptions < rules.preemption.maxPerJob,
            "job \(id) is stopped for another more often than \(rules.preemption.maxPerJob)")
        let least = job.preemptions == 0 ? rules.preemption.minRun : max(rules.preemption.minRun, rules.preemption.cooldown)
        let age = time - (job.startedAt ?? job.placedAt)
        require(age >= least, "job \(id) is stopped for another \(age) ms after its start, of \(least)")
        guard by.hasPrefix("job "), let starter = JobID(String(by.dropFirst(4))), let other = jobs[starter] else {
            return blame("job \(id) is stopped for \(by), which is not there")
        }
        require(other.state == .pending, "job \(id) is stopped for job \(starter), which does not wait")
        let isTier = rules.highPreemptsLow && other.spec.queue?.text == "high" && job.spec.queue?.text == "low"
        require(isTier || isClaimedBack(from: job, by: other), "job \(id) is stopped for job \(starter), which has no claim on it")
    }

    /// Whether an agency of the victim's, and not of the other's, holds more than its own limit.
    private func isClaimedBack(from victim: LedgerJob, by other: LedgerJob) -> Bool {
        let own = Set(lineage(other.agency))
        return lineage(victim.agency).contains { !own.contains($0) && isAboveLimit($0) }
    }

    private func isAboveLimit(_ agency: Int) -> Bool {
        if let limit = limits[agency].milliwatts, agencyMilliwatts[agency] > limit { return true }
        return limits[agency].devices.contains { kind, limit in (agencyThousandths[agency][kind] ?? 0) > limit * 1000 }
    }
}
