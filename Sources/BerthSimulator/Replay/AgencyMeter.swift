import BerthModel

/// What the jobs of one agency had, on the virtual time of a replay.
struct AgencyMeter: Sendable {
    private(set) var busyThousandths = 0
    private var watts = Watts.zero
    private var thousandthSeconds = 0.0
    private var milliwattSeconds = 0.0
    private var since: Timestamp
    /// Jobs that were placed, and how long they waited in all.
    private(set) var placed = 0
    private var waitedMilliseconds = 0.0
    private(set) var restarts = 0

    init(start: Timestamp) { since = start }

    mutating func hold(thousandths: Int, watts more: Watts, at now: Timestamp) {
        sum(until: now)
        busyThousandths += thousandths
        watts = watts + more
    }

    mutating func placed(after wait: Duration) {
        placed += 1
        waitedMilliseconds += Double(wait.milliseconds)
    }

    mutating func restarted() { restarts += 1 }

    mutating func sum(until now: Timestamp) {
        let seconds = Double((now - since).milliseconds) / 1000
        thousandthSeconds += Double(busyThousandths) * seconds
        milliwattSeconds += Double(watts.milliwatts) * seconds
        since = now
    }

    var waitSecondsMean: Double? { placed == 0 ? nil : waitedMilliseconds / 1000 / Double(placed) }
    var deviceHours: Double { thousandthSeconds / 3_600_000 }
    /// Reserved above base load.
    var energyKilowattHours: Double { milliwattSeconds / 3.6e9 }
}
