import BerthModel
import BerthPlacement
import BerthPolicy

/// What a scheduling pass works on: the queue, and everything that is held. All of it follows from the state and the policy; a copy
/// with an independent core lets `plan` run the very same pass without any effect.
struct Workspace {
    /// A service that may still grow.
    struct Growth {
        var key: PendingQueue.LaneKey
        var nextMember: Int
    }

    var core: PlacementCore
    /// Chooses nodes for lone members; nil where the policy leaves that to the core.
    var chooser: Chooser?
    var queue = PendingQueue()
    var usage: UsageBook
    var ports: PortBook
    var shapes = ShapeTable()
    var growing: [JobID: Growth] = [:]
    var displaced: [JobID: Displaced] = [:]
    /// What the placement core said of each shape that did not fit, until something is given back: agencies that ask for the same
    /// share the answer. Empty: it refused, and nobody has asked why.
    var blockedShapes: [Int: [Blocker]] = [:]
    /// Growth that did not fit, until something is given back.
    var blockedGrowth: Set<PendingQueue.LaneKey> = []
    /// Whether some growth is to be examined.
    var isGrowthUnsettled = false
    /// Arrays with a limit: how many tasks may be active, and how many are.
    var arrayLimits: [UInt64: Int] = [:]
    var activeTasks: [UInt64: Int] = [:]
    /// What is kept for jobs that wait.
    var reservations: ReservationBook

    init(core: PlacementCore, policy: Policy, ports: PortBook) {
        self.core = core
        chooser = Chooser(core, policy.placement)
        usage = UsageBook(policy)
        self.ports = ports
        reservations = ReservationBook(policy.backfill)
    }

    /// The same work on an independent core.
    func copy() -> Workspace {
        var copy = self
        copy.core = core.copy()
        copy.reservations = reservations.copy()
        return copy
    }

    /// Something was given back, or the rules changed.
    mutating func unblock() {
        queue.unblock()
        blockedShapes = [:]
        blockedGrowth = []
        isGrowthUnsettled = true
        reservations.hasReleases = true
    }

    /// A job waits that did not: it may be one that is to have a reservation.
    mutating func arrived() {
        if reservations.all.count < reservations.most { reservations.isReviewDue = true }
    }

    /// Books a placement that was claimed.
    /// - Parameter key: the lane of the job; nil for one whose request the rules no longer understand, which then does not grow.
    mutating func book(_ members: [MemberPlacement], of id: JobID, agency: AgencyName, in key: PendingQueue.LaneKey?, isGrowth: Bool) {
        usage.add(members, of: agency)
        if reservations.isOn, !isGrowth { reservations.active.insert(id) }
        if !isGrowth, arrayLimits[id.number] != nil { activeTasks[id.number, default: 0] += 1 }
        guard let key, let most = shapes[key.shape].growsTo, let last = members.last else { return }
        growing[id] = last.member + 1 < most ? Growth(key: key, nextMember: last.member + 1) : nil
        isGrowthUnsettled = true
    }

    /// Gives back everything that a job holds.
    mutating func giveBack(_ members: [MemberPlacement], of id: JobID, agency: AgencyName) {
        release(members)
        ports.release(members)
        usage.remove(members, of: agency)
        if arrayLimits[id.number] != nil { activeTasks[id.number, default: 0] -= 1 }
        growing[id] = nil
        displaced[id] = nil
        reservations.active.remove(id)
        unblock()
    }

    /// Takes what the journal says a job holds already.
    /// - Returns: false when the fleet no longer has these pieces, or another job holds them.
    mutating func adopt(_ members: [MemberPlacement], of id: JobID, agency: AgencyName, in key: PendingQueue.LaneKey?) -> Bool {
        guard core.adopt(members) else { return false }
        chooser?.changed(members, on: core)
        ports.adopt(members)
        book(members, of: id, agency: agency, in: key, isGrowth: false)
        return true
    }

    func isAtArrayLimit(_ number: UInt64) -> Bool {
        arrayLimits[number].map { activeTasks[number] ?? 0 >= $0 } ?? false
    }
}
