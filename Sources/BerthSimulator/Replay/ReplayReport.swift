import BerthModel

/// The figures of one replay, with the keys of its JSON.
package struct ReplayReport: Encodable, Sendable {
    package struct Wait: Encodable, Sendable {
        package var jobs: Int
        /// Nil where no job was placed.
        package var mean: Double?
        package var p50: Double?
        package var p90: Double?
        package var p99: Double?
        package var max: Double?

        init(_ histogram: SpanHistogram) {
            jobs = histogram.count
            mean = histogram.meanSeconds
            p50 = histogram.quantile(0.5)
            p90 = histogram.quantile(0.9)
            p99 = histogram.quantile(0.99)
            max = histogram.count == 0 ? nil : histogram.maxSeconds
        }
    }

    package struct Finding: Encodable, Sendable {
        package var count: Int
        package var kept: Bool
        package var first: [Place]
    }

    package struct Place: Encodable, Sendable {
        package var line: Int
        package var job: String
        package var why: String

        init(_ place: ImportReport.Place) { (line, job, why) = (place.line, place.job, place.why) }
    }

    package struct Power: Encodable, Sendable {
        package var mean: Double
        package var max: Double
        /// Nil: nothing bounds the site.
        package var budget: Double?
    }

    package struct Agency: Encodable, Sendable {
        package var placed: Int
        package var waitSecondsMean: Double?
        package var deviceHours: Double
        /// Reserved above base load.
        package var energyKilowattHours: Double
        package var restarts: Int

        enum CodingKeys: String, CodingKey {
            case placed, restarts
            case waitSecondsMean = "wait_seconds_mean"
            case deviceHours = "device_hours"
            case energyKilowattHours = "energy_kwh"
        }
    }

    package var scenario: String
    package var policy: String
    package var nodes: Int
    package var devices: Int
    package var rows: Int
    package var jobs: Int
    package var submitted: Int
    package var placed: Int
    package var ended: Int
    package var timedOut: Int
    package var restarts: Int
    package var unfinished: Int
    package var neverStarted: Int
    /// Not taken by the scheduler under this policy.
    package var rejected: Int
    /// Not given by the import.
    package var leftOut: Int
    package var outOfOrder: Int
    package var waitSeconds: Wait
    /// Mean, of jobs of more than eight devices.
    package var waitSecondsOver8: Double?
    package var waitByDevices: [String: Wait]
    package var jctSecondsMean: Double?
    package var jctHoursMean: Double?
    package var makespanHours: Double
    package var arrivalHours: Double
    /// Of device time, from the first arrival to the last end.
    package var utilisationPercent: Double?
    /// From the first arrival to the last.
    package var utilisationPercentArriving: Double?
    /// Device time asked for, of the device time from the first arrival to the last.
    package var loadPercent: Double?
    package var fragmentedPercentMean: Double
    package var powerKilowatts: Power
    package var energyKilowattHours: Double
    package var agencies: [String: Double]
    package var byAgency: [String: Agency]
    /// Jain's index of the device time that agencies had for each part of their share, of those that had any: 1 is even.
    package var fairnessJain: Double?
    package var preemptions: Int
    package var agenciesAdded: Int
    /// What the import counted.
    package var imports: [String: Finding]
    package var refusals: [String: Finding]
    package var notes: [String]
    package var events: Int
    package var eventsPerSecond: Double
    package var seconds: Double
    package var schedulerTurnovers: Int
    package var jobsHeldMax: Int
    package var residentMebibytesMax: Int?

    enum CodingKeys: String, CodingKey {
        case scenario, policy, nodes, devices, rows, jobs, submitted, placed, ended, restarts, unfinished, rejected, agencies, imports,
            refusals,
            notes, events, seconds
        case byAgency = "by_agency"
        case fairnessJain = "fairness_jain"
        case preemptions
        case timedOut = "timed_out"
        case neverStarted = "never_started"
        case leftOut = "left_out"
        case outOfOrder = "out_of_order"
        case waitSeconds = "wait_seconds"
        case waitSecondsOver8 = "wait_seconds_over_8"
        case waitByDevices = "wait_seconds_by_devices"
        case jctSecondsMean = "jct_seconds_mean"
        case jctHoursMean = "jct_hours_mean"
        case makespanHours = "makespan_hours"
        case arrivalHours = "arrival_hours"
        case utilisationPercent = "utilisation_percent"
        case utilisationPercentArriving = "utilisation_percent_arriving"
        case loadPercent = "load_percent"
        case fragmentedPercentMean = "fragmented_percent_mean"
        case powerKilowatts = "power_kw"
        case energyKilowattHours = "energy_kwh"
        case agenciesAdded = "agencies_added"
        case eventsPerSecond = "events_per_second"
        case schedulerTurnovers = "scheduler_turnovers"
        case jobsHeldMax = "jobs_held_max"
        case residentMebibytesMax = "resident_mib_max"
    }

    package init(_ result: ReplayResult) {
        let meter = result.meter
        (scenario, policy) = (result.scenario, result.policy)
        (nodes, devices) = (result.nodes, result.devices)
        (rows, jobs, submitted) = (result.imported.rows, result.read, result.submitted)
        (placed, ended, timedOut, restarts) = (result.placed, result.ended, result.timedOut, result.restarts)
        (unfinished, neverStarted) = (result.unfinished, result.neverStarted)
        (rejected, leftOut, outOfOrder) = (result.refusals.count, result.imported.leftOut, result.imported.outOfOrder)
        waitSeconds = Wait(meter.allWaits)
        waitSecondsOver8 = meter.waits[.many]?.meanSeconds
        waitByDevices = Dictionary(uniqueKeysWithValues: meter.waits.map { ($0.key.key, Wait($0.value)) })
        jctSecondsMean = meter.completions.meanSeconds
        jctHoursMean = meter.completions.meanSeconds.map { $0 / 3600 }
        let span = Double((result.end - result.start).milliseconds) / 1000
        let arriving = Double((result.lastArrival - result.start).milliseconds) / 1000
        (makespanHours, arrivalHours) = (span / 3600, arriving / 3600)
        let capacity = Double(result.devices)
        func percent(_ deviceSeconds: Double, of seconds: Double) -> Double? {
            capacity > 0 && seconds > 0 ? 100 * deviceSeconds / (capacity * seconds) : nil
        }
        utilisationPercent = percent(meter.busyDeviceSeconds, of: span)
        utilisationPercentArriving = percent(result.busyAtLastArrival, of: arriving)
        loadPercent = percent(meter.askedDeviceSeconds, of: arriving)
        fragmentedPercentMean = meter.timeline.mean(meter.fragmentChannel)
        powerKilowatts = Power(
            mean: meter.timeline.mean(meter.wattsChannel), max: Double(meter.wattsMax.milliwatts) / 1e6,
            budget: result.budget.map { Double($0.milliwatts) / 1e6 })
        energyKilowattHours = meter.energyKilowattHours
        agencies = Dictionary(meter.shares.map { ($0.agency, $0.mean) }) { $0 + $1 }
        byAgency = Dictionary(meter.perAgency.map { ($0.name, Agency($0.meter)) }) { first, _ in first }
        fairnessJain = ReplayReport.jain(
            meter.perAgency.filter { $0.meter.deviceHours > 0 }.map { $0.meter.deviceHours / Double(result.shares[$0.name] ?? 1) })
        preemptions = result.preemptions
        agenciesAdded = result.addedAgencies.count
        imports = Dictionary(
            uniqueKeysWithValues: ImportFinding.allCases.filter { result.imported[$0].count > 0 }.map { finding in
                let tally = result.imported[finding]
                return (finding.rawValue, Finding(count: tally.count, kept: finding.isKept, first: tally.first.map(Place.init)))
            })
        refusals = result.refusals.tallies.mapValues { Finding(count: $0.count, kept: false, first: $0.first.map(Place.init)) }
        notes = result.notes
        if result.imported.endsWithinRow { notes.append("the last row has no line end: if the file was cut there, it may miss digits") }
        if timedOut > 0 { notes.append("jobs that were ended at a time limit of the policy, with work left to do: \(timedOut)") }
        if !result.addedAgencies.isEmpty {
            notes.append("agencies of the trace which the policy does not name, added without limits: \(result.addedAgencies.count)")
        }
        (events, seconds) = (result.events, result.seconds)
        eventsPerSecond = result.seconds > 0 ? Double(result.events) / result.seconds : 0
        (schedulerTurnovers, jobsHeldMax, residentMebibytesMax) = (result.turnovers, result.heldMax, result.residentMebibytes)
    }
}

extension ReplayReport {
    /// Nil for none.
    private static func jain(_ parts: [Double]) -> Double? {
        guard !parts.isEmpty else { return nil }
        let (sum, squares) = parts.reduce((0.0, 0.0)) { ($0.0 + $1, $0.1 + $1 * $1) }
        return sum * sum / (Double(parts.count) * squares)
    }
}

extension ReplayReport.Agency {
    init(_ meter: AgencyMeter) {
        self.init(
            placed: meter.placed, waitSecondsMean: meter.waitSecondsMean, deviceHours: meter.deviceHours,
            energyKilowattHours: meter.energyKilowattHours, restarts: meter.restarts)
    }
}
