import BerthModel
import BerthPlacement
import BerthPolicy

/// The reservations in force, and what they leave to others.
///
/// A job may start beside them when it ends before their moments, or when what it takes is no piece, watt or memory that a reservation
/// holds at its moment. `future` is a copy of the core in which everything has been given back that is expected to end before the last
/// moment, and every reservation is claimed: pieces that can be had there too are free for as long as anybody likes.
struct ReservationBook {
    let rules: Policy.Backfill
    /// Moments ascend.
    private(set) var all: [Reservation] = []
    /// Jobs that hold something.
    var active: Set<JobID> = []
    /// Whether reservations are to be made anew before anything else starts: what they were made from has changed.
    var isReviewDue = true
    /// Whether something was given back since their holders were tried.
    var hasReleases = false
    /// Who is to have one next.
    var ages = AgeIndex()
    /// When a job that waits will have waited long enough for a reservation.
    var nextCandidate: Timestamp?
    /// Of the pass.
    var now = Timestamp(milliseconds: 0)
    /// When they were made.
    var reviewedAt = Timestamp(milliseconds: 0)

    private(set) var future: PlacementCore?
    /// Reservations that `future` holds no more, because a later one begins where they end: their nodes are nobody else's until then.
    private var lapsed: Set<JobID> = []
    /// By reservation.
    private var margins: [Margins] = []
    /// Nodes on which a reservation leaves nothing of what a job asks for: those that outlast the moment are kept from them.
    private var filled: [Room: [NodeIndex: Timestamp]] = [:]
    /// Nodes that are closed at this instant, and for whom.
    var closed: Set<NodeIndex> = []
    var closedFor: Closing?

    /// What a member asks of a node, as far as a look at its figures can tell that there is none of it.
    enum Room: Hashable, CaseIterable {
        /// Whole devices.
        case devices
        /// Whole cores and no device.
        case cores
        /// Parts of devices or of a core, which may be had beside others.
        case parts
    }

    /// Who is being placed: the same nodes are closed for all of these.
    struct Closing: Hashable {
        var room: Room
        /// Reservations that end too early for them.
        var count: Int
        /// The holder whose own nodes stay open.
        var holder: JobID?
        var filled: Int
    }

    /// Whether the policy may have jobs stopped for others, whose places are then kept.
    let mayPromise: Bool
    /// The places of jobs for which others were told to end, in the order in which that was decided.
    private(set) var promised: [Ticket] = []
    private var dropped: Dropped?
    /// The position of the reservation that is lifted.
    private var lifted: Int?

    init(_ policy: Policy) {
        rules = policy.backfill
        mayPromise = policy.mayPreempt
    }

    /// The same jobs under other rules, their reservations to be made anew.
    init(_ policy: Policy, keeping before: ReservationBook) {
        self.init(policy)
        (active, ages, promised, now) = (before.active, before.ages, before.promised, before.now)
    }

    var isOn: Bool { rules.method != .none || !promised.isEmpty }
    /// Whether it is to be known what runs.
    var isTracking: Bool { rules.method != .none || mayPromise }
    /// Reservations at once.
    var most: Int {
        switch rules.method {
        case .none: promised.count
        case .easy: promised.count + 1
        case .conservative: promised.count + rules.reservations
        }
    }

    func isPromised(_ ticket: Ticket) -> Bool { promised.contains(ticket) }

    mutating func promise(_ ticket: Ticket) {
        guard !promised.contains(ticket) else { return }
        promised.append(ticket)
        isReviewDue = true
    }

    /// A job of that place has started; of an array, another task has to earn its own.
    mutating func fulfil(_ ticket: Ticket) { if !promised.isEmpty { promised.removeAll { $0 == ticket } } }

    /// A job that waits stands at another place.
    mutating func move(_ place: Ticket, to other: Ticket) {
        for index in all.indices where all[index].ticket == place { all[index].ticket = other }
        for index in promised.indices where promised[index] == place { promised[index] = other }
    }

    /// Forgets promises to those who no longer wait.
    mutating func keepPromises(to tickets: [Ticket]) { promised = tickets }

    /// When a pass is to run even where nothing else happens.
    var nextWake: Timestamp? {
        let moment = all.first.flatMap { $0.moment == .never ? nil : $0.moment }
        return [moment, nextCandidate].compactMap(\.self).min()
    }

    /// - Returns: an independent book.
    func copy() -> ReservationBook {
        var copy = self
        copy.future = future?.copy()
        return copy
    }

    func isHolder(_ id: JobID) -> Bool { index(of: id) != nil }

    /// The first reservation that a job which holds what it gets until `end` could hurt.
    func first(before end: Timestamp, besides id: JobID?) -> Reservation? { all.first { $0.moment < end && $0.id != id } }

    func closing(_ room: Room, for id: JobID?, until end: Timestamp) -> Closing {
        Closing(
            room: room, count: all.count { $0.moment < end }, holder: id.flatMap { isHolder($0) ? $0 : nil },
            filled: filled[room]?.count ?? 0)
    }

    /// Below so many jobs at work a review costs next to nothing.
    private static let activeFew = 1000
    private static let activePerSecond = 20_000
    private static let newcomersWaitMax = Duration.seconds(10)

    /// A job that waits may have a reservation now, and is behind all that have one. It gets it at once; where many jobs run, which a
    /// review reads one by one, with the others that come soon after it.
    mutating func noteNewcomer() {
        guard active.count >= ReservationBook.activeFew else {
            isReviewDue = true
            return
        }
        let wait = Duration.milliseconds(active.count * 1000 / ReservationBook.activePerSecond)
        let moment = reviewedAt + min(wait, ReservationBook.newcomersWaitMax)
        nextCandidate = min(nextCandidate ?? moment, moment)
    }

    /// Nodes that are closed for it.
    func nodes(without room: Room, closedFor id: JobID?, until end: Timestamp) -> [NodeIndex] {
        let own = id.flatMap { id in all.first { $0.id == id } }?.nodes ?? []
        let filled = filled[room] ?? [:]
        return filled.filter { $0.value < end && !own.contains($0.key) }.map(\.key).sorted { $0.value < $1.value }
    }

    mutating func clear() {
        precondition(closed.isEmpty, "reservations go while nodes are closed for them")
        (all, margins, filled, future, nextCandidate, closedFor, lapsed) = ([], [], [:], nil, nil, nil, [])
        dropped = nil
    }

    /// Adds a reservation behind all others.
    mutating func add(_ reservation: Reservation, leaving margins: Margins) {
        all.append(reservation)
        self.margins.append(margins)
    }

    /// Takes in how it is when the reservations have started that were made so far.
    /// - Parameters:
    ///   - lapsed: those that have ended by then, and keep their nodes to themselves until they start.
    ///   - isLast: whether all are made.
    mutating func look(at future: PlacementCore, lapsed: Set<JobID>, isLast: Bool) {
        let newly = lapsed.subtracting(self.lapsed)
        (self.future, self.lapsed) = (future, lapsed)
        let last = all.last?.id
        for reservation in all where isLast || reservation.id == last || newly.contains(reservation.id) { fill(reservation, future) }
    }

    private mutating func fill(_ reservation: Reservation, _ future: PlacementCore) {
        let isLapsed = lapsed.contains(reservation.id)
        for node in reservation.nodes {
            let lacking = isLapsed ? Room.allCases : ReservationBook.lacking(future.usage(of: node))
            for room in lacking {
                let before = filled[room]?[node] ?? .never
                filled[room, default: [:]][node] = min(before, reservation.moment)
            }
        }
    }

    /// What `future` does not know of a job that was admitted.
    func unknown(_ members: [MemberPlacement], until end: Timestamp, of id: JobID, on core: PlacementCore) -> [MemberPlacement] {
        let reserved = reservedNodes(hurtUntil: end, besides: id)
        return members.filter { member in core.index(of: member.node).map { !reserved.contains($0) } ?? false }
    }

    private func reservedNodes(hurtUntil end: Timestamp, besides id: JobID?) -> Set<NodeIndex> {
        Set(all.filter { $0.moment < end && $0.id != id }.flatMap(\.nodes))
    }

    private static func lacking(_ node: NodeUsage) -> [Room] {
        let devices: [Room] = node.groups.allSatisfy { $0.free == 0 } ? [.devices] : []
        return node.numaNodes.allSatisfy { $0.freeWholeCores == 0 } ? devices + [.cores] : devices
    }

    /// Takes what a job was given out of what reservations leave, if they leave it.
    /// - Parameters:
    ///   - end: when it gives it back at the latest.
    ///   - id: a holder passes its own reservation by.
    /// - Returns: false with nothing taken.
    mutating func admit(_ members: [MemberPlacement], until end: Timestamp, of id: JobID?, on core: PlacementCore) -> Bool {
        let places = members.compactMap { member in core.index(of: member.node).map { (node: $0, member: member) } }
        let hurt = all.indices.filter { all[$0].moment < end && all[$0].id != id }
        guard !hurt.isEmpty, let future else { return true }
        let need = Margins.Need(places, on: core)
        let own = lifted.map { (index: $0, need: all[$0].need) }
        let isHeld = hurt.allSatisfy { index in
            margins[index].holds(need, besides: own.flatMap { $0.index < index ? $0.need : nil })
        }
        guard isHeld else { return false }
        let taken = Set(places.map(\.node))
        guard hurt.allSatisfy({ !lapsed.contains(all[$0].id) || taken.isDisjoint(with: all[$0].nodes) }) else { return false }
        let reserved = Set(hurt.flatMap { all[$0].nodes })
        guard future.adopt(places.filter { reserved.contains($0.node) }.map(\.member)) else { return false }
        for index in hurt { margins[index].take(need) }
        return true
    }

    /// Undoes `admit`, for a job that does not get what it was given after all.
    mutating func withdraw(_ members: [MemberPlacement], until end: Timestamp, of id: JobID?, on core: PlacementCore) {
        let hurt = all.indices.filter { all[$0].moment < end && all[$0].id != id }
        guard !hurt.isEmpty, let future else { return }
        let places = members.compactMap { member in core.index(of: member.node).map { (node: $0, member: member) } }
        let reserved = Set(hurt.flatMap { all[$0].nodes })
        future.release(places.filter { reserved.contains($0.node) }.map(\.member))
        let need = Margins.Need(places, on: core)
        for index in hurt { margins[index].giveBack(need) }
    }

    private func index(of id: JobID) -> Int? { all.firstIndex { $0.id == id } }

    /// Lets a holder try all nodes, its own among them, and what those behind it were made beside; ends with `putBack` or `dropForClaim`.
    mutating func lift(_ id: JobID) {
        guard !lapsed.contains(id), let index = index(of: id) else { return }
        future?.release(all[index].members)
        lifted = index
    }

    mutating func putBack() {
        guard let index = lifted.take() else { return }
        guard future?.adopt(all[index].members) ?? true else {
            preconditionFailure("(1) a reservation lost its pieces while it was lifted")
        }
    }

    /// A reservation whose holder has a claim that may still be taken back.
    private struct Dropped {
        var index: Int
        var reservation: Reservation
        var margins: Margins
        var isReviewDue: Bool
        var nextCandidate: Timestamp?
        /// Whether its pieces are given back, and what those behind it were made beside.
        var isGivenBack: Bool
    }

    /// The holder has a claim, which is booked, or else taken back with `undrop`.
    mutating func dropForClaim(_ id: JobID) {
        guard let index = index(of: id) else { return }
        let isGivenBack = lifted.take() != nil
        if isGivenBack { for later in margins.indices.suffix(from: index + 1) { margins[later].giveBack(all[index].need) } }
        dropped = Dropped(
            index: index, reservation: all[index], margins: margins[index], isReviewDue: isReviewDue, nextCandidate: nextCandidate,
            isGivenBack: isGivenBack)
        drop(id)
    }

    /// The claim of a holder was taken back: what is kept for it is kept as before. A pass that forgot it would look for others to keep
    /// something for, and start nobody behind it.
    mutating func undrop(_ id: JobID) {
        guard let last = dropped.take(), last.reservation.id == id else { return }
        all.insert(last.reservation, at: last.index)
        margins.insert(last.margins, at: last.index)
        (isReviewDue, nextCandidate) = (last.isReviewDue, last.nextCandidate)
        guard last.isGivenBack else { return }
        for later in margins.indices.suffix(from: last.index + 1) { margins[later].take(last.reservation.need) }
        guard future?.adopt(last.reservation.members) ?? true else {
            preconditionFailure("(1) a reservation lost its pieces while its holder had a claim")
        }
    }

    /// What was claimed last is booked.
    mutating func settle() { dropped = nil }

    /// The holder has started, or waits no more.
    mutating func drop(_ id: JobID) {
        guard let index = index(of: id) else { return }
        all.remove(at: index)
        margins.remove(at: index)
        // What is kept for the others stays theirs.
        if all.isEmpty { isReviewDue = true } else { noteNewcomer() }
    }
}

extension PlacementRequest {
    /// What its members look for on a node.
    var room: ReservationBook.Room {
        if alternatives.allSatisfy({ $0.kind != nil && $0.partition == nil }) { return .devices }
        return alternatives.allSatisfy { $0.kind == nil } && cpus.wholeCores != nil ? .cores : .parts
    }
}
