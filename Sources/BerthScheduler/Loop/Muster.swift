import BerthModel
import BerthPolicy

/// All jobs that wait, gathered before they are put into the queue: what jobs of the same terms have in common is found out once.
struct Muster {
    /// Where jobs of the same terms stand.
    struct Place {
        let terms: JobTerms
        let key: LaneKey
        let then: Int64
        /// Points of priority that their queue gives them.
        let weight: Int
        /// In a queue that takes the shortest first.
        let expected: SpanClass?
        /// Neither a begin nor a deadline keeps them from standing there.
        let isSimple: Bool
        /// Their queue starts nothing.
        let isStopped: Bool
        /// That are not over.
        var jobs = 0
        var positions: [JobPosition] = []
    }

    var places: [Place] = []
    private var placeOf: [ObjectIdentifier: Int] = [:]

    /// The terms are kept alive by `places`.
    func known(_ terms: JobTerms) -> Int? { placeOf[ObjectIdentifier(terms)] }

    mutating func add(_ place: Place) -> Int {
        placeOf[ObjectIdentifier(place.terms)] = places.count
        places.append(place)
        return places.count - 1
    }

    /// Notes a job that waits, unless its queue starts nothing.
    mutating func add(_ job: Job, at place: Int) {
        guard !places[place].isStopped else { return }
        let lateness = Rung.lateness(
            places[place].key.rung.ageing, priority: places[place].weight + job.priority, submittedAt: job.submittedAt)
        places[place].positions.append(JobPosition(lateness: lateness, then: places[place].then, number: job.id.number))
    }

    /// By lane, in no order.
    var lanes: [LaneKey: [JobPosition]] {
        var lanes: [LaneKey: [JobPosition]] = [:]
        for place in places where !place.positions.isEmpty { lanes[place.key, default: []] += place.positions }
        return lanes
    }
}
