import BerthModel
import BerthPolicy

/// The jobs that may be placed now, by what they ask of the placement core, and beneath that by agency.
///
/// A shape that was refused is blocked for everybody until something is given back that it could use: so twenty thousand identical
/// jobs cost one question to the placement core, on arrival as well as in a pass, and a release wakes only what it can help.
struct PendingQueue: Sendable {
    enum Standing: Sendable {
        /// Nobody knows whether it fits.
        case open
        /// It does not fit.
        case blocked
        /// It did not fit, and what was given back since may help.
        case woken
    }

    struct ShapeQueue: Sendable {
        /// Those of more weight first; few.
        var stands: [Stand] = []
        var standing = Standing.open
        /// Positions of nodes where something was given back since it did not fit, and where a member may fit now.
        var wokenBy: Set<Int> = []
        /// Watts that may have kept it were given back.
        var isWokenByPower = false
        /// Kept by limits together with what the placement core said of what they leave.
        var narrowed: Set<Hold> = []
    }

    private(set) var tree: AgencyTree
    let isFair: Bool
    private(set) var shapes: [ShapeQueue] = []
    /// Shapes that the next pass looks at.
    private(set) var unsettled: Set<Int> = []
    /// Shapes of which something does not fit: those that a release may wake.
    private(set) var watched: Set<Int> = []
    /// Of arrays: the tasks at each place.
    private var tasks: [Ticket: TaskList] = [:]
    /// Arrays at their limit, by number: they stand aside until a task ends.
    private var aside: [UInt64: Set<Ticket>] = [:]
    var holds = HoldBook()
    /// Jobs and tasks, those aside among them.
    private(set) var count = 0

    init(_ tree: AgencyTree, isFair: Bool) {
        self.tree = tree
        self.isFair = isFair
    }

    /// Learns of agencies that the policy does not have.
    mutating func extend(_ tree: AgencyTree) { if tree.count > self.tree.count { self.tree = tree } }

    // MARK: Jobs

    /// Does nothing for a job that is there.
    /// - Complexity: O(depth x log siblings + log jobs).
    mutating func insert(_ id: JobID, at ticket: Ticket) {
        if let task = id.task {
            if tasks[ticket] != nil {
                if tasks[ticket, default: TaskList([])].insert(task) { count += 1 }
                return
            }
            tasks[ticket] = TaskList([task])
        }
        if stand(ticket) { count += 1 }
    }

    /// All tasks of one submission at once.
    /// - Parameter indexes: ascending, at least one.
    mutating func insert(tasks indexes: [Int], at ticket: Ticket) {
        guard tasks[ticket] == nil else {
            for index in indexes { insert(JobID(number: ticket.position.number, task: index), at: ticket) }
            return
        }
        count += indexes.count
        tasks[ticket] = TaskList(indexes)
        stand(ticket)
    }

    /// Does nothing for a job that is not there.
    mutating func remove(_ id: JobID, from ticket: Ticket) {
        if let task = id.task {
            guard tasks[ticket] != nil, tasks[ticket, default: TaskList([])].remove(task) else { return }
            count -= 1
            guard tasks[ticket]?.isEmpty ?? true else { return }
            tasks[ticket] = nil
            if aside[id.number] != nil, aside[id.number, default: []].remove(ticket) != nil {
                if aside[id.number]?.isEmpty ?? true { aside[id.number] = nil }
                return
            }
            _ = leave(ticket)
        } else if leave(ticket) {
            count -= 1
        }
    }

    /// The job at a place; of an array its next task.
    func id(at ticket: Ticket) -> JobID { JobID(number: ticket.position.number, task: tasks[ticket]?.next) }

    /// The jobs at a place, the next one first.
    func ids(at ticket: Ticket) -> [JobID] {
        guard let tasks = tasks[ticket] else { return [JobID(number: ticket.position.number)] }
        return tasks.ascending.map { JobID(number: ticket.position.number, task: $0) }
    }

    /// - Returns: false where it stands there already.
    @discardableResult
    private mutating func stand(_ ticket: Ticket) -> Bool {
        let (shape, stand) = place(ticket.key.shape, ticket.key.rung)
        let leaf = tree.leaf(of: ticket.key.agency)
        guard shapes[shape].stands[stand].insert(ticket.position, at: leaf, tree, isFair: isFair) else { return false }
        unsettle(shape)
        return true
    }

    private mutating func leave(_ ticket: Ticket) -> Bool {
        let (shape, stand) = place(ticket.key.shape, ticket.key.rung)
        return shapes[shape].stands[stand].remove(ticket.position, at: tree.leaf(of: ticket.key.agency), tree, isFair: isFair)
    }

    private mutating func place(_ shape: Int, _ rung: Rung) -> (shape: Int, stand: Int) {
        while shapes.count <= shape { shapes.append(ShapeQueue()) }
        if let known = shapes[shape].stands.firstIndex(where: { $0.rung == rung }) { return (shape, known) }
        let place = shapes[shape].stands.firstIndex { $0.rung.weight < rung.weight } ?? shapes[shape].stands.count
        shapes[shape].stands.insert(Stand(rung), at: place)
        return (shape, place)
    }

    /// Whether some job waits at a place, aside or not.
    /// - Complexity: O(log jobs).
    func holds(_ ticket: Ticket) -> Bool {
        if tasks[ticket] != nil { return true }
        guard ticket.key.shape < shapes.count, let stand = shapes[ticket.key.shape].stands.first(where: { $0.rung == ticket.key.rung })
        else { return false }
        return stand.lanes[Int32(tree.leaf(of: ticket.key.agency))]?.jobs.contains(ticket.position) ?? false
    }

    // MARK: Arrays at their limit

    mutating func setAside(_ ticket: Ticket) { if leave(ticket) { aside[ticket.position.number, default: []].insert(ticket) } }

    mutating func bringBack(_ number: UInt64) { for ticket in aside.removeValue(forKey: number) ?? [] { stand(ticket) } }

    var ticketsAside: some Sequence<Ticket> { aside.values.lazy.flatMap(\.self) }

    // MARK: Shapes

    /// Has the next pass look at a shape, unless it is known not to fit.
    mutating func unsettle(_ shape: Int) { if shapes[shape].standing != .blocked { unsettled.insert(shape) } }

    mutating func takeUnsettled() -> Set<Int> {
        defer { unsettled = [] }
        return unsettled
    }

    func standing(of shape: Int) -> Standing { shape < shapes.count ? shapes[shape].standing : .open }

    /// The placement core has refused a shape.
    mutating func block(_ shape: Int) {
        while shapes.count <= shape { shapes.append(ShapeQueue()) }
        shapes[shape].standing = .blocked
        shapes[shape].wokenBy = []
        shapes[shape].isWokenByPower = false
        watched.insert(shape)
    }

    /// Something was given back that may let a shape in.
    mutating func wake(_ shape: Int, by nodes: [Int], power: Bool) {
        for hold in shapes[shape].narrowed.sorted() { lift(hold) }
        shapes[shape].narrowed = []
        if shapes[shape].standing == .open {
            watched.remove(shape)
        } else {
            shapes[shape].standing = .woken
            shapes[shape].wokenBy.formUnion(nodes)
            shapes[shape].isWokenByPower = shapes[shape].isWokenByPower || power
        }
        unsettled.insert(shape)
    }

    /// Whether a member of a shape may fit on one of the nodes that woke it. Nodes where none does are not looked at again.
    mutating func isHelped(_ shape: Int, where fits: (Int) -> Bool) -> Bool {
        while let node = shapes[shape].wokenBy.first {
            if fits(node) { return true }
            shapes[shape].wokenBy.remove(node)
        }
        return false
    }

    /// A shape was woken and had nothing to place: the next job to come is asked about.
    mutating func forgetWaking(_ shape: Int) {
        open(shape)
        unsettled.remove(shape)
    }

    /// Has the next pass ask about a shape whatever is known of it.
    mutating func open(_ shape: Int) {
        guard shape < shapes.count else { return }
        shapes[shape].standing = .open
        shapes[shape].wokenBy = []
        shapes[shape].isWokenByPower = false
        if shapes[shape].narrowed.isEmpty { watched.remove(shape) }
        unsettled.insert(shape)
    }

    // MARK: Limits

    /// Leaves out an agency's jobs of one shape and rung, or puts them behind those that do not borrow.
    /// - Parameters:
    ///   - excesses: what is in the way; each is reason enough to look again when it is gone.
    ///   - isNarrowed: the placement core had its say too: whatever lets the shape in is reason to look again.
    mutating func hold(_ hold: Hold, for excesses: [Excess], isNarrowed: Bool) {
        let (shape, stand) = place(hold.shape, hold.rung)
        if hold.isLoan {
            shapes[shape].stands[stand].setBorrowing(hold.node, true, tree, isFair: isFair)
        } else {
            shapes[shape].stands[stand].park(hold.node, tree, isFair: isFair)
        }
        for excess in excesses { holds.add(hold, for: excess) }
        guard isNarrowed else { return }
        shapes[shape].narrowed.insert(hold)
        watched.insert(shape)
    }

    /// An agency has given back some of a resource.
    /// - Parameter hasRoom: whether so much more is no longer in the way.
    mutating func wakeHolds(_ agency: Int, _ resource: Resource, hasRoom: (_ need: Int, _ isLoan: Bool) -> Bool) {
        for hold in holds.take(agency, resource, where: hasRoom) {
            lift(hold)
            unsettle(hold.shape)
        }
    }

    private mutating func lift(_ hold: Hold) {
        let (shape, stand) = place(hold.shape, hold.rung)
        if hold.isLoan {
            shapes[shape].stands[stand].setBorrowing(hold.node, false, tree, isFair: isFair)
        } else {
            _ = shapes[shape].stands[stand].unpark(hold.node, tree, isFair: isFair)
        }
    }

    /// Whether a limit keeps this lane out.
    func isParked(_ key: LaneKey) -> Bool {
        guard key.shape < shapes.count, let stand = shapes[key.shape].stands.first(where: { $0.rung == key.rung }) else { return false }
        var node = tree.leaf(of: key.agency)
        while node > AgencyTree.root {
            if stand.isParked(node, tree) { return true }
            node = tree.parent(of: node)
        }
        return false
    }

    /// Whether the next pass has something to say about a lane.
    func isUnsettled(_ key: LaneKey) -> Bool { standing(of: key.shape) != .blocked && !isParked(key) }

    /// Has the next pass look at a lane, whatever keeps it.
    mutating func reopen(_ key: LaneKey) {
        var node = tree.leaf(of: key.agency)
        while node > AgencyTree.root {
            lift(Hold(shape: key.shape, rung: key.rung, node: node, isLoan: false))
            node = tree.parent(of: node)
        }
        open(key.shape)
    }
}
