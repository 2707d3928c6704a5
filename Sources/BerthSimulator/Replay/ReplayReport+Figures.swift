extension ReplayReport: SimulationFigures {
    package var title: String { policy }
    package var setting: String { "\(scenario) on \(nodes) nodes with \(devices) devices" }

    /// What is compared, in the order of the tables.
    package var figures: [SimulationFigure] {
        var list: [SimulationFigure] = []
        func add(_ key: String, _ name: String, _ unit: String, _ value: Double?, _ decimals: Int = 0) {
            list.append(SimulationFigure(key: key, name: name, unit: unit, value: value, decimals: decimals))
        }
        add("jobs", "jobs", "", Double(jobs))
        add("placed", "placed", "", Double(placed))
        add("ended", "ended", "", Double(ended))
        add("timed_out", "ended at their time limit", "", Double(timedOut))
        add("restarts", "started again", "", Double(restarts))
        add("preemptions", "stopped for another job", "", Double(preemptions))
        add("fairness_jain", "evenness of device time by share (Jain)", "", fairnessJain, 3)
        add("unfinished", "still running when the trace was over", "", Double(unfinished))
        add("never_started", "never started", "", Double(neverStarted))
        add("rejected", "rejected by the policy or the fleet", "", Double(rejected))
        add("left_out", "left out by the import", "", Double(leftOut))
        add("out_of_order", "rows out of order, sorted", "", Double(outOfOrder))
        add("wait_seconds.mean", "wait, mean", "s", waitSeconds.mean, 1)
        add("wait_seconds.p50", "wait, median", "s", waitSeconds.p50, 1)
        add("wait_seconds.p99", "wait, 99 % within", "s", waitSeconds.p99, 1)
        for size in DeviceClass.allCases {
            add("wait_seconds_by_devices.\(size.key).mean", "wait of \(size.rawValue), mean", "s", waitByDevices[size.key]?.mean, 1)
        }
        add("jct_seconds_mean", "from arrival to end, mean", "s", jctSecondsMean, 1)
        add("jct_hours_mean", "from arrival to end, mean", "h", jctHoursMean, 2)
        add("makespan_hours", "from the first arrival to the last end", "h", makespanHours, 2)
        add("arrival_hours", "from the first arrival to the last", "h", arrivalHours, 2)
        add("load_percent", "device time asked for, of that while jobs arrive", "%", loadPercent, 1)
        add("utilisation_percent", "utilisation", "%", utilisationPercent, 2)
        add("utilisation_percent_arriving", "utilisation while jobs arrive", "%", utilisationPercentArriving, 2)
        add("fragmented_percent_mean", "free on nodes partly taken, of all devices", "%", fragmentedPercentMean, 1)
        add("power_kw.mean", "power reserved, mean", "kW", powerKilowatts.mean, 1)
        add("power_kw.max", "power reserved, most", "kW", powerKilowatts.max, 1)
        add("power_kw.budget", "power budget of the site", "kW", powerKilowatts.budget, 1)
        add("energy_kwh", "energy reserved", "kWh", energyKilowattHours, 0)
        add("events", "events of the scheduler", "", Double(events))
        add("events_per_second", "events a second of this machine", "", eventsPerSecond)
        return list
    }
    package var findings: [SimulationFinding] {
        (imports.map { ($0, $1, $1.kept ? " (kept)" : "") } + refusals.map { ($0, $1, " (rejected)") })
            .sorted { ($0.2, $0.0) < ($1.2, $1.0) }
            .map { name, finding, what in
                SimulationFinding(
                    name: name + what, count: finding.count,
                    first: finding.first.map { "line \($0.line): job \($0.job)\($0.why.isEmpty ? "" : ": \($0.why)")" })
            }
    }
}
