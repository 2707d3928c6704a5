import BerthModel
import BerthScheduler

/// What a simulated keeper needs of a start order.
struct NodeOrder {
    var run: RunID
    var session: Int
    /// How long the run lasts by itself, in milliseconds; nil for ever.
    var duration: Int64?
    var exit: Int
    var timeLimit: Int64?
    var hasProbe: Bool
    var isService: Bool

    init(_ order: StartOrder) {
        run = order.run
        session = order.session
        duration = order.isService ? nil : order.simulation?.duration?.milliseconds ?? 60_000
        exit = order.simulation?.exit ?? 0
        timeLimit = order.timeLimit?.milliseconds
        hasProbe = order.readiness != nil
        isService = order.isService
    }
}

/// What the daemon's side sends to a node's keeper.
enum NodeMessage {
    case start(NodeOrder)
    case stop(RunID, grace: Int64)
    case forget(RunID)
    case scrub(number: UInt64, time: Int64)
    case renew(beat: UInt64, session: Int)

    var run: RunID? {
        switch self {
        case .start(let order): order.run
        case .stop(let run, _), .forget(let run): run
        case .scrub, .renew: nil
        }
    }
}
