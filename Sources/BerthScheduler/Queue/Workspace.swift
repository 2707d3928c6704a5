import BerthModel
import BerthPlacement
import BerthPolicy

/// What a scheduling pass works on: the queue, and everything that is held. All of it follows from the state and the policy; a copy
/// with an independent core lets `plan` run the very same pass without any effect.
struct Workspace {
    /// A service that may still grow.
    struct Growth {
        /// Where its next replica waits.
        var ticket: Ticket
        var nextMember: Int
    }

    var core: PlacementCore
    /// Chooses nodes for lone members; nil where the policy leaves that to the core.
    var chooser: Chooser?
    var queue: PendingQueue
    var usage: UsageBook
    /// Nil where agencies are not told apart.
    var fairShares: ShareBook?
    var ports: PortBook
    var shapes = ShapeTable()
    /// What each shape needs, by number.
    var needs: [MemberNeed] = []
    /// What the chooser knows each shape as, by number.
    var needNumbers: [NeedNumber?] = []
    var growing: [JobID: Growth] = [:]
    var displaced: [JobID: Displaced] = [:]
    /// What was given back since the last pass.
    var touched = Touched()
    /// Why shapes and lanes do not fit, as somebody asked; true while nothing is claimed or given back.
    var known = KnownBlockers()
    /// Arrays with a limit: how many tasks may be active, and how many are.
    var arrayLimits: [UInt64: Int] = [:]
    var activeTasks: [UInt64: Int] = [:]
    var effort = PassEffort()
    /// What is kept for jobs that wait.
    var reservations: ReservationBook
    /// What is expected of jobs; nil where the policy asks for nothing of it.
    var outlook: Outlook?

    /// - Parameter devices: of each kind of the fleet.
    init(core: PlacementCore, chooser: Chooser?, policy: Policy, ports: PortBook, devices: [KindName: Int], power: Watts) {
        self.core = core
        self.chooser = chooser
        usage = UsageBook(policy)
        queue = PendingQueue(usage.tree, isFair: policy.fairness != nil)
        self.ports = ports
        reservations = ReservationBook(policy)
        outlook = Outlook(policy, devices: devices)
        fairShares = policy.fairness.map { ShareBook(policy, $0, tree: usage.tree, devices: devices, power: power) }
    }

    /// Puts other rules over the same jobs, which stand where they stood.
    /// - Precondition: the policies order alike (`Policy.ordersAlike(_:)`).
    /// - Complexity: O(agencies + lanes).
    mutating func setRules(_ policy: Policy) {
        openReserved()
        usage.setRules(policy)
        if let fairness = policy.fairness { fairShares?.setWeights(policy, fairness) }
        reservations = ReservationBook(policy, keeping: reservations)
        queue.forgetRefusals()
        touched = Touched()
        known.forget()
    }

    /// The same work on an independent core.
    func copy() -> Workspace {
        var copy = self
        copy.core = core.copy()
        copy.reservations = reservations.copy()
        return copy
    }

    /// The number of an agency.
    mutating func number(of agency: AgencyName) -> Int {
        if let known = usage.tree.number(of: agency) { return known }
        let number = usage.number(of: agency)
        queue.extend(usage.tree)
        fairShares?.extend(usage.tree)
        return number
    }

    /// The position of a shape in the table.
    mutating func index(of shape: Shape) -> Int {
        let index = shapes.index(of: shape)
        if index == needs.count { needs.append(MemberNeed(shape.request, on: core)) }
        return index
    }

    /// Books a placement that was claimed.
    /// - Parameter ticket: where the job stood; nil for one whose request the rules no longer understand, which then does not grow.
    mutating func book(_ members: [MemberPlacement], of id: JobID, agency: Int, from ticket: Ticket?, isGrowth: Bool) {
        charge(members, to: agency, holds: true)
        if reservations.isTracking, !isGrowth { reservations.active.insert(id) }
        if let ticket, !isGrowth { reservations.fulfil(ticket) }
        reservations.settle()
        if !isGrowth, outlook != nil {
            let isService = ticket.map { shapes[$0.key.shape].growsTo != nil } ?? false
            outlook?.began(id, members, isService: isService)
            outlook?.patience.forget(id)
        }
        if !isGrowth, arrayLimits[id.number] != nil { activeTasks[id.number, default: 0] += 1 }
        guard let ticket, let most = shapes[ticket.key.shape].growsTo, let last = members.last, last.member + 1 < most else { return }
        setGrowth(of: id, growth(from: ticket, next: last.member + 1))
    }

    /// Gives back everything that a job holds.
    mutating func giveBack(_ members: [MemberPlacement], of id: JobID, agency: AgencyName) {
        // Taking nothing out of an empty dictionary hashes all the same.
        if !growing.isEmpty { setGrowth(of: id, nil) }
        if !displaced.isEmpty { displaced[id] = nil }
        if reservations.isTracking { reservations.active.remove(id) }
        outlook?.ended(id)
        returnPieces(members, agency: agency)
        guard arrayLimits[id.number] != nil else { return }
        activeTasks[id.number, default: 0] -= 1
        queue.bringBack(id.number)
    }

    /// Gives back pieces, and notes whom that may help.
    mutating func returnPieces(_ members: [MemberPlacement], agency: AgencyName) {
        let agency = number(of: agency)
        touch(members)
        release(members)
        ports.release(members)
        charge(members, to: agency, holds: false)
        reservations.hasReleases = true
        if outlook != nil { outlook?.patience.released.formUnion(members.compactMap(\.kind)) }
        wakeHolds(members, of: agency)
    }

    /// An agency holds these members from now on, or no longer.
    mutating func charge(_ members: [MemberPlacement], to agency: Int, holds: Bool) {
        if holds { usage.add(members, of: agency) } else { usage.remove(members, of: agency) }
        fairShares?.change(agency, members, holds: holds)
        known.forget()
    }

    /// Takes what the journal says a job holds already.
    /// - Returns: false when the fleet no longer has these pieces, or another job holds them.
    mutating func adopt(_ members: [MemberPlacement], of id: JobID, agency: AgencyName, from ticket: Ticket?) -> Bool {
        guard core.adopt(members) else { return false }
        chooser?.changed(members, on: core)
        ports.adopt(members)
        book(members, of: id, agency: number(of: agency), from: ticket, isGrowth: false)
        return true
    }

    func isAtArrayLimit(_ number: UInt64) -> Bool {
        arrayLimits[number].map { activeTasks[number] ?? 0 >= $0 } ?? false
    }
}
