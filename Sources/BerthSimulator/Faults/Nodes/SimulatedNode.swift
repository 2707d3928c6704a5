import BerthModel
import BerthScheduler

/// One node with its keeper, which keeps what the port `Executor` promises of nodes that can be lost.
struct SimulatedNode {
    /// A run that was not forgotten.
    struct Kept {
        enum State {
            case starting
            case running(pid: Int)
            case ended(RunOutcome)
        }

        var order: NodeOrder
        var state: State
        var isReady: Bool?
        /// Counts what was planned for it: a step that was planned before the last change does not happen.
        var plan = 0
        /// The lease is over: it ends within the time for that, whatever else comes.
        var isFenced = false
        /// When its last report arrives: later ones do not overtake it.
        var floor: Int64 = 0
    }

    var isUp = true
    /// Nothing comes through to it or from it before then.
    var cutUntil: Int64 = 0
    /// Its keeper is being restarted.
    var deafUntil: Int64 = 0
    /// When its own lease is over, on the virtual clock.
    var leaseEnd: Int64 = 0
    var session = 0
    var beat: UInt64 = 0
    var boot: UInt64 = 1
    /// When the last contacts were sent, by beat.
    var sent: [(beat: UInt64, moment: Int64)] = []
    var kept: [Kept] = []
    var scrub = SimulatedScrub()
    /// Reports may overtake each other, but no contact.
    var contactArrives: Int64 = 0
    var lastArrives: Int64 = 0
    /// When the last call about a run arrives there.
    var callFloors: [RunID: Int64] = [:]
    /// When a call about a run that a cut held arrives: those after it wait for it.
    var heldCalls: [RunID: Int64] = [:]
    /// It goes down again and again until then.
    var flapsUntil: Int64 = 0

    static let beatsRemembered = 6

    func position(of run: RunID) -> Int? { kept.firstIndex { $0.order.run == run } }

    func isReachable(at now: Int64) -> Bool { isUp && now >= cutUntil && now >= deafUntil }
}
