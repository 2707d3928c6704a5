public import BerthModel

extension Policy {
    /// The order of pending jobs is: higher rank first, then the order of submission.
    ///
    /// A queue that the policy no longer has weighs nothing.
    public func rank(queue: QueueName?, priority: Int) -> Int {
        (queue.flatMap { queues[$0] }?.weight ?? 0) + priority
    }

    /// An agency with those above it, leaf first; stops at the first name that the policy does not have.
    public func lineage(of agency: AgencyName) -> [AgencyName] {
        var line: [AgencyName] = []
        var next: AgencyName? = agency
        while let name = next, let entry = agencies[name], !line.contains(name) {
            line.append(name)
            next = entry.parent
        }
        return line
    }
}
