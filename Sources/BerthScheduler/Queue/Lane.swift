/// Where jobs stand that the scheduler need not tell apart but by their own order.
struct LaneKey: Hashable, Sendable {
    /// In the table of shapes.
    var shape: Int
    var rung: Rung
    /// The agency's number.
    var agency: Int
}

/// Jobs of a higher rung go first, whatever their agency.
struct Rung: Hashable, Sendable {
    /// Of the queue where agencies are told apart, else 0; `growth` for replicas that a service may do without.
    var weight: Int
    /// Points of priority for each hour of waiting, at one rate for all jobs of the rung: so their order does not change with time.
    var ageing: Int

    /// After everything that waits.
    static let growth = Rung(weight: .min, ageing: 0)
}

/// A job's place in the queue.
struct Ticket: Hashable, Sendable {
    var key: LaneKey
    var position: JobPosition
}

/// The jobs of one agency on one rung that want the same.
struct Lane: Sendable {
    /// How the branch above lists it.
    enum Side: Sendable { case none, within, borrowing }

    /// Among all.
    let stand: Int32
    /// A limit keeps it out until something is given back.
    var isParked = false
    /// Its next job would borrow.
    var isBorrowing = false
    private(set) var side = Side.none
    /// Of its jobs, where the branch above lists it.
    private(set) var first = Offers.some
    var jobs = SortedBlocks<JobPosition>()

    init(stand: Int) { self.stand = Int32(stand) }

    /// What the branch above lists of it.
    func shown(isFair: Bool) -> Branch.Summary {
        let offer = isFair ? Offers.some : first
        return switch side {
        case .none: Branch.Summary()
        case .within: Branch.Summary(within: offer)
        case .borrowing: Branch.Summary(borrowing: offer)
        }
    }

    /// Finds out what the branch above is to list.
    mutating func show() {
        guard !isParked, let next = jobs.first else {
            side = .none
            return
        }
        first = next
        side = isBorrowing ? .borrowing : .within
    }
}
