public import BerthModel

/// Limits on jobs that are not over: an agency's, and one user's in it.
extension UsageBook {
    /// - Parameter user: the submitter's number.
    public mutating func addJobs(_ count: Int, of agency: Int, user: UInt32) {
        for node in tree.line(of: agency) {
            accounts[Int(node)].jobs += count
            if accounts[Int(node)].rules?.jobsPerUser != nil { accounts[Int(node)].jobsOfUser[user, default: 0] += count }
        }
    }

    /// - Throws: `BerthError` with code `notAllowed` when so many more jobs are over a limit of the agency or one above it.
    public func admitJobs(_ count: Int, of agency: Int, user: UInt32) throws(BerthError) {
        for node in tree.line(of: agency) {
            let (name, account) = (tree.name(of: Int(node)), accounts[Int(node)])
            if let limit = account.rules?.jobLimit, account.jobs + count > limit {
                throw BerthError(
                    .notAllowed,
                    "agency \(name) has \(account.jobs) jobs that are not over and may have \(limit), so \(count) more cannot be taken",
                    hint: "wait until some end, or ask an operator to raise agencies.\(name).limits.jobs")
            }
            let own = account.jobsOfUser[user] ?? 0
            if let limit = account.rules?.jobsPerUser, own + count > limit {
                throw BerthError(
                    .notAllowed,
                    "you have \(own) jobs in agency \(name) that are not over, where each user may have \(limit), "
                        + "so \(count) more cannot be taken",
                    hint: "wait until some end, or ask an operator to raise agencies.\(name).limits.jobs_per_user")
            }
        }
    }
}
