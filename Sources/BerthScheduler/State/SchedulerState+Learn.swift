import BerthModel
import BerthPolicy

extension SchedulerState {
    /// Learns how long a job took that is over, where it ran and was not meant to run for ever.
    mutating func learn(_ id: JobID) {
        guard let job = jobs[id], job.terms.jobClass != .service, let start = job.startedAt, let end = job.endedAt else { return }
        times.add(end - start, of: job.kin)
        if let key = job.kindKey { kindTimes.add(end - start, key) }
    }
}

extension Job {
    /// What its time says something of; nil for a job whose time does not tell how fast its kind is. What an attempt before the last has
    /// done nobody knows, and under a power cap or on a part of a device a kind is slower.
    fileprivate var kindKey: KindTimes.Key? {
        guard state == .succeeded, attempt == 1, history.isEmpty, let workload = terms.workload, terms.powerCap == nil,
            let first = members.first?.placement, let kind = first.kind, first.part == nil
        else { return nil }
        return KindTimes.Key(workload: workload, members: members.count, kind: kind, slots: first.deviceCount)
    }
}
