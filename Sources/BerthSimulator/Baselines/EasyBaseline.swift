package import BerthModel
import BerthPolicy

/// EASY backfill, to be beaten: jobs in the order of their arrival; the first that does not fit is given whole sets of devices at the
/// moment at which enough jobs will have ended, and others may pass it where they end before, or leave it what it was given.
///
/// It shares nothing with production but `RunTimes`, where it is to have the same estimates. It knows devices and nodes, no cores, memory
/// or watts: no trace that is replayed here is short of those. The reservation is made anew whenever something has happened.
package struct EasyBaseline {
    struct Running {
        var nodes: [Int]
        var startedAt: Int64
        var expectedEnd: Int64
    }

    let estimates: EasyEstimates
    var jobs: [TraceJob] = []
    /// In milliseconds since the first, by job.
    var arrivals: [Int64] = []
    /// Positions of those that wait, ascending.
    var queue: [Int] = []
    var running: [Int: Running] = [:]
    var nodes: WholeNodes
    var times = RunTimes()
    var now: Int64 = 0
    var report = EasyReport()

    package init(nodes: Int, devicesPerNode: Int, estimates: EasyEstimates) {
        self.nodes = WholeNodes(nodes: nodes, devicesPerNode: devicesPerNode)
        self.estimates = estimates
    }

    /// Replays a trace to its end.
    /// - Parameter speedUp: arrivals come so many times as fast, above 0; durations stay.
    /// - Precondition: jobs come in the order of their arrival.
    /// - Throws: what the source throws.
    package mutating func run(_ source: some TraceSource<TraceJob>, speedUp: Double) throws(BerthError) -> EasyReport {
        try read(source, speedUp: speedUp)
        var ends = MomentHeap<Int>()
        var arrived = 0
        while arrived < jobs.count || !ends.isEmpty {
            let next = [arrived < jobs.count ? arrivals[arrived] : nil, ends.next?.milliseconds].compactMap(\.self).min()
            guard let next else { break }
            now = next
            while let job = ends.pop(until: Timestamp(milliseconds: now)) { end(job) }
            while arrived < jobs.count, arrivals[arrived] <= now {
                queue.append(arrived)
                arrived += 1
            }
            for job in pass() { ends.add(job, at: now + duration(job)) }
        }
        report.neverStarted = queue.count
        report.end = now
        return report
    }

    private mutating func read(_ source: some TraceSource<TraceJob>, speedUp: Double) throws(BerthError) {
        var source = source
        let (nodeCount, most) = (nodes.free.count, nodes.devicesPerNode)
        while let job = try source.next() {
            guard let each = job.choices.first?.count, job.duration != nil else { continue }
            // What no empty cluster holds is left out, as production rejects it.
            guard each <= most, most / each * nodeCount >= job.members else {
                report.leftOut += 1
                continue
            }
            let since = (job.arrival - (jobs.first?.arrival ?? job.arrival)).milliseconds
            jobs.append(job)
            arrivals.append(Int64((Double(since) / speedUp).rounded()))
            report.askedDeviceSeconds += Double(job.devices) * Double(duration(jobs.count - 1)) / 1000
        }
        report.jobs = jobs.count
        report.arriving = arrivals.last ?? 0
        report.devices = nodeCount * most
    }

    func duration(_ job: Int) -> Int64 { jobs[job].duration?.milliseconds ?? 0 }

    private func kin(_ job: Int) -> JobKin {
        JobKin(user: jobs[job].user, agency: jobs[job].agency.flatMap { try? AgencyName($0) }, queue: nil, devices: jobs[job].devices)
    }

    private mutating func end(_ job: Int) {
        guard let held = running.removeValue(forKey: job) else { preconditionFailure("(1) job \(job) ends twice") }
        nodes.release(held.nodes, each: jobs[job].choices[0].count)
        times.add(.milliseconds(duration(job)), of: kin(job))
    }

    // MARK: Estimates

    /// How long a job that waits will hold what it is given, at most; nil: nobody knows.
    func bound(_ job: Int) -> Int64? {
        switch estimates {
        case .oracle: duration(job)
        case .learnt: times.cautious(kin(job))?.upper?.milliseconds
        }
    }

    /// When a job that runs will end. One that outlives its estimate is given another.
    mutating func expectedEnd(_ job: Int, _ held: Running) -> Int64 {
        guard estimates == .learnt, held.expectedEnd <= now else { return held.expectedEnd }
        let age = now - held.startedAt
        let whole = times.ending(kin(job), after: .milliseconds(age))?.upper?.milliseconds ?? 2 * age
        let end = held.startedAt + max(whole, age + 1000)
        running[job]?.expectedEnd = end
        return end
    }

    mutating func start(_ job: Int, on held: [Int]) {
        let end = estimates == .oracle ? now + duration(job) : now
        running[job] = Running(nodes: held, startedAt: now, expectedEnd: end)
        report.started(devices: jobs[job].devices, waited: now - arrivals[job])
    }
}
