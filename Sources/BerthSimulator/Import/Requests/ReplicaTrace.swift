package import BerthModel

/// The load of a service as jobs: each replica is one, from the interval that needs it to the one that does not any more. The replica that
/// came last goes first.
package struct ReplicaTrace<Source: TraceSource>: TraceSource where Source.Element == LLMRequest {
    /// Replicas held at most while an earlier one still runs; then that one is given as a piece, and goes on as another job.
    package static var heldMax: Int { 65_536 }

    private var load: ServiceLoad<Source>
    private let capacity: ReplicaCapacity
    private let bounds: ReplicaRange
    private let choices: [DeviceChoice]
    private let agency: String?
    private var tally = ImportReport(name: "")
    /// In order of arrival; from `given` on, those that are still held.
    private var replicas: [TraceJob] = []
    private var given = 0
    /// Positions in `replicas` of those that run, the newest last. None is below `given`.
    private var running: [Int] = []
    private var made = 0
    private var end: Timestamp?
    private var isOver = false

    /// - Parameters:
    ///   - choices: of each replica.
    ///   - bounds: `min` replicas run from the first request to the last whatever the load.
    package init(
        _ load: ServiceLoad<Source>, capacity: ReplicaCapacity, bounds: ReplicaRange, choices: [DeviceChoice], agency: String? = nil
    ) {
        precondition(0 <= bounds.min && bounds.min <= bounds.max && bounds.max <= ReplicaTrace.heldMax, "replicas \(bounds)")
        self.load = load
        self.capacity = capacity
        self.bounds = bounds
        self.choices = choices
        self.agency = agency
    }

    package var report: ImportReport {
        var report = load.report
        report.add(tally)
        return report
    }

    package mutating func next() throws(BerthError) -> TraceJob? {
        while true {
            if given < replicas.count, replicas[given].duration != nil { return give() }
            if replicas.count - given > ReplicaTrace.heldMax, let end { cutFirst(at: end) }
            if given < replicas.count, replicas[given].duration != nil { continue }
            guard !isOver else { return nil }
            guard let interval = try load.next() else {
                isOver = true
                while !running.isEmpty { stopNewest(at: end) }
                continue
            }
            let wanted = capacity.replicas(for: interval, in: bounds)
            while running.count > wanted { stopNewest(at: interval.start) }
            while running.count < wanted { start(at: interval.start) }
            end = interval.end
        }
    }

    private mutating func give() -> TraceJob {
        let job = replicas[given]
        given += 1
        if given >= 4096, given * 2 >= replicas.count {
            replicas.removeFirst(given)
            running = running.map { $0 - given }
            given = 0
        }
        return job
    }

    private mutating func start(at moment: Timestamp) {
        made += 1
        var job = TraceJob(id: "replica-\(made)", line: load.report.rows, arrival: moment, members: 1, choices: choices, duration: nil)
        job.jobClass = .service
        job.agency = agency
        running.append(replicas.count)
        replicas.append(job)
    }

    private mutating func stopNewest(at moment: Timestamp?) {
        guard let position = running.popLast(), let moment else { return }
        replicas[position].duration = moment - replicas[position].arrival
    }

    /// Ends the piece of the oldest replica here and has it go on as another.
    private mutating func cutFirst(at moment: Timestamp) {
        guard let place = running.firstIndex(of: given) else { preconditionFailure("replica \(given) is held and does not run") }
        let old = replicas[given]
        tally.count(.inPieces, line: old.line, job: old.id)
        replicas[given].duration = moment - old.arrival
        start(at: moment)
        // In the old one's place: it goes when that would have gone.
        running[place] = running.removeLast()
    }
}
