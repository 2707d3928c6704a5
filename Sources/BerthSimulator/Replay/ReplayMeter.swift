package import BerthModel

/// Measures a replay on its virtual time.
package struct ReplayMeter: Sendable {
    /// Agencies that are counted apart; those that come later share the last place.
    package static let agenciesMax = 256

    let deviceThousandths: Int
    private let perNode: [Int]
    private var used: [Int]
    private var freeBeside = 0
    private var busy = 0
    private var watts: Watts
    /// Jobs that are not placed.
    private(set) var waiting = 0
    private var agencyNumbers: [String: Int] = [:]
    private var agencyMeters: [AgencyMeter] = []
    private var agencyChannels: [Int] = []
    private var energyMilliwattSeconds = 0.0
    private var busyThousandthSeconds = 0.0
    /// Up to when energy and use are summed.
    private var since: Timestamp

    package private(set) var agencies: [String] = []
    package private(set) var waits: [DeviceClass: SpanHistogram] = [:]
    package private(set) var allWaits = SpanHistogram()
    /// From arrival to end.
    package private(set) var completions = SpanHistogram()
    package private(set) var wattsMax: Watts
    package private(set) var timeline: Timeline
    /// Device time that jobs asked for whose length the trace tells, in devices times seconds.
    package private(set) var askedDeviceSeconds = 0.0
    private(set) var last: Timestamp
    private var running = 0
    /// Whether a job has ever held a part of a device.
    private var hasParts = false
    let busyChannel, wattsChannel, waitingChannel, runningChannel, fragmentChannel: Int

    /// - Parameter base: watts of the idle fleet.
    init(_ fleet: Fleet, base: Watts, start: Timestamp) {
        perNode = fleet.nodes.map { $0.groups.reduce(0) { $0 + $1.devices.count } * 1000 }
        used = [Int](repeating: 0, count: perNode.count)
        deviceThousandths = perNode.reduce(0, +)
        (watts, wattsMax, since, last) = (base, base, start, start)
        timeline = Timeline(start: start)
        busyChannel = timeline.addChannel()
        wattsChannel = timeline.addChannel()
        waitingChannel = timeline.addChannel()
        runningChannel = timeline.addChannel()
        fragmentChannel = timeline.addChannel()
        timeline.set(wattsChannel, to: Double(base.milliwatts) / 1e6, at: start)
    }

    mutating func number(ofAgency name: String) -> Int {
        if let number = agencyNumbers[name] { return number }
        guard agencies.count < ReplayMeter.agenciesMax else { return agencies.count - 1 }
        agencies.append(agencies.count == ReplayMeter.agenciesMax - 1 ? "others" : name)
        agencyNumbers[name] = agencies.count - 1
        agencyMeters.append(AgencyMeter(start: last))
        agencyChannels.append(timeline.addChannel())
        return agencies.count - 1
    }

    mutating func arrived(_ job: ReplayJob, at now: Timestamp) {
        wait(by: 1, at: now)
        if let duration = job.trace.choices.first.map({ job.trace.duration(with: $0) }) ?? job.trace.duration {
            askedDeviceSeconds += Double(job.trace.devices) * Double(duration.milliseconds) / 1000
        }
    }

    /// A job that waited and was neither placed nor placed again.
    mutating func left(at now: Timestamp) { wait(by: -1, at: now) }

    mutating func waitsAgain(at now: Timestamp) { wait(by: 1, at: now) }

    private mutating func wait(by change: Int, at now: Timestamp) {
        last = max(last, now)
        waiting += change
        timeline.set(waitingChannel, to: Double(waiting), at: now)
    }

    /// - Parameter isFirst: it had not been placed before.
    mutating func placed(_ job: ReplayJob, isFirst: Bool, at now: Timestamp) {
        wait(by: -1, at: now)
        hold(job, 1, at: now)
        run(by: 1, at: now)
        guard isFirst else { return agencyMeters[job.agency].restarted() }
        agencyMeters[job.agency].placed(after: now - job.arrival)
        let waited = (now - job.arrival).milliseconds
        allWaits.add(milliseconds: waited)
        waits[job.deviceClass, default: SpanHistogram()].add(milliseconds: waited)
    }

    /// - Parameter more: with what it holds besides.
    mutating func grew(_ more: ReplayJob, at now: Timestamp) { hold(more, 1, at: now) }

    mutating func released(_ job: ReplayJob, at now: Timestamp) {
        hold(job, -1, at: now)
        run(by: -1, at: now)
    }

    private mutating func run(by change: Int, at now: Timestamp) {
        running += change
        timeline.set(runningChannel, to: Double(running), at: now)
    }

    mutating func ended(_ job: ReplayJob, at now: Timestamp) { completions.add(milliseconds: (now - job.arrival).milliseconds) }

    private mutating func hold(_ job: ReplayJob, _ sign: Int, at now: Timestamp) {
        last = max(last, now)
        sum(until: now)
        hasParts = hasParts || job.hasParts
        for (node, thousandths) in job.held {
            (freeBeside, busy) = (freeBeside - beside(node), busy - taken(node))
            used[node] += sign * thousandths
            (freeBeside, busy) = (freeBeside + beside(node), busy + taken(node))
        }
        watts = watts + job.watts * sign
        wattsMax = max(wattsMax, watts)
        agencyMeters[job.agency].hold(thousandths: sign * job.thousandths, watts: job.watts * sign, at: now)
        timeline.set(busyChannel, to: Double(busy) / 1000, at: now)
        timeline.set(wattsChannel, to: Double(watts.milliwatts) / 1e6, at: now)
        timeline.set(agencyChannels[job.agency], to: Double(agencyMeters[job.agency].busyThousandths) / 1000, at: now)
        timeline.set(fragmentChannel, to: fragmented, at: now)
    }

    /// Thousandths that are taken on a node. What parts of devices are charged is rounded up, and more for much memory than for little: it
    /// may come to more than the devices are.
    private func taken(_ node: Int) -> Int {
        precondition(used[node] >= 0, "(1) more was given back on node \(node) than was held")
        precondition(used[node] <= perNode[node] || hasParts, "(1) node \(node) has \(used[node]) of \(perNode[node]) thousandths held")
        return min(used[node], perNode[node])
    }

    /// Thousandths that are free on a node that is partly taken.
    private func beside(_ node: Int) -> Int { used[node] == 0 ? 0 : perNode[node] - taken(node) }

    /// Devices that are free on nodes which are partly taken, in percent of all.
    private var fragmented: Double { deviceThousandths == 0 ? 0 : 100 * Double(freeBeside) / Double(deviceThousandths) }

    mutating func close(at now: Timestamp) {
        timeline.close(at: now)
        sum(until: now)
        for agency in agencyMeters.indices { agencyMeters[agency].sum(until: now) }
    }

    private mutating func sum(until now: Timestamp) {
        let seconds = Double((now - since).milliseconds) / 1000
        energyMilliwattSeconds += Double(watts.milliwatts) * seconds
        busyThousandthSeconds += Double(busy) * seconds
        since = now
    }

    /// Device time in use up to a moment that is not before the last change, in devices times seconds.
    func busyDeviceSeconds(at now: Timestamp) -> Double {
        (busyThousandthSeconds + Double(busy) * Double((now - since).milliseconds) / 1000) / 1000
    }

    /// Of what was reserved, base load included.
    package var energyKilowattHours: Double { energyMilliwattSeconds / 3.6e9 }

    /// Devices that each agency held, on average, with the points over time.
    package var shares: [(agency: String, mean: Double, points: [(hours: Double, value: Double)])] {
        zip(agencies, agencyChannels).map { ($0, timeline.mean($1), timeline.points($1)) }
    }

    /// What each agency had, up to `close`.
    var perAgency: [(name: String, meter: AgencyMeter)] { Array(zip(agencies, agencyMeters)) }

    /// Up to `close`.
    package var busyDeviceSeconds: Double { busyThousandthSeconds / 1000 }
}
