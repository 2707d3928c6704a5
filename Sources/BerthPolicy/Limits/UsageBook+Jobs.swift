public import BerthModel

/// Limits on jobs that are not over: an agency's or queue's, and one user's in it.
extension UsageBook {
    /// The jobs of a queue with a limit on them.
    struct QueueCount: Sendable {
        var rules: Policy.Queue
        var jobs = 0
        var jobsOfUser: [UInt32: Int] = [:]
    }

    /// - Parameter user: the submitter's number.
    public mutating func addJobs(_ count: Int, in queue: QueueName?, user: UInt32) {
        guard let queue, queues[queue] != nil else { return }
        queues[queue]?.jobs += count
        queues[queue]?.jobsOfUser[user, default: 0] += count
    }

    /// - Throws: `BerthError` with code `notAllowed` when so many more jobs are over a limit of the queue.
    public func admitJobs(_ count: Int, in queue: QueueName?, user: UInt32) throws(BerthError) {
        guard let queue, let counted = queues[queue] else { return }
        if let limit = counted.rules.jobLimit, counted.jobs + count > limit {
            throw BerthError(
                .notAllowed,
                "queue \"\(queue)\" has \(counted.jobs) jobs that are not over and may have \(limit), so \(count) more cannot be taken",
                hint: "wait until some end, or ask an operator to raise queues.\(queue).limits.jobs")
        }
        let own = counted.jobsOfUser[user] ?? 0
        if let limit = counted.rules.jobsPerUser, own + count > limit {
            throw BerthError(
                .notAllowed,
                "you have \(own) jobs in queue \"\(queue)\" that are not over, where each user may have \(limit), "
                    + "so \(count) more cannot be taken",
                hint: "wait until some end, or ask an operator to raise queues.\(queue).jobs_per_user")
        }
    }

    /// - Parameter user: the submitter's number.
    public mutating func addJobs(_ count: Int, of agency: Int, user: UInt32) {
        for node in tree.line(of: agency) {
            accounts[Int(node)].jobs += count
            if accounts[Int(node)].countsUsers { accounts[Int(node)].jobsOfUser[user, default: 0] += count }
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
