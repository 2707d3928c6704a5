/// From when on a key counts after its policy was applied.
package enum PolicyEffect: Sendable {
    /// From the next request of anybody.
    case request
    /// For jobs that are submitted from then on.
    case submission
    /// At once for what waits; what runs stays.
    case waiting
    /// At once for placements; what runs keeps what it has.
    case placement
    /// Its form is checked, and nothing else.
    case notYet
    /// It promises a restriction that nothing keeps yet, so a policy with it is not read.
    case refused

    package var sentence: String {
        switch self {
        case .request: "from the next request on"
        case .submission: "for jobs that are submitted from then on"
        case .waiting: "at once for the jobs that wait; what runs stays"
        case .placement: "with the next placement; what runs keeps what it has"
        case .notYet: "none in this version: its form is checked, and that is said"
        case .refused: "refused by this version: nothing keeps it yet"
        }
    }
}
