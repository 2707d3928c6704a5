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
        /// Positions of its stands; those of more weight first; few.
        var stands: [Int] = []
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
    /// Of all shapes, in the order in which they came.
    private(set) var stands: [Stand] = []
    /// By node of the tree; those of leaves are used.
    private(set) var rows: [LaneRow] = []
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

    /// Puts jobs that are no tasks into lanes that nobody stands in.
    /// - Complexity: O(jobs log jobs + lanes x (depth + log siblings)); O(jobs) where they come sorted.
    mutating func fill(_ lanes: [LaneKey: [JobPosition]]) {
        for (key, positions) in lanes {
            let stand = addStand(key.shape, key.rung)
            let leaf = tree.leaf(of: key.agency)
            while rows.count <= leaf { rows.append(LaneRow()) }
            let lane = rows[leaf].add(stand)
            change(lane, of: leaf) { $0.jobs = SortedBlocks(positions) }
            count += positions.count
            unsettle(key.shape)
        }
    }

    /// - Returns: false where it stands there already.
    @discardableResult
    private mutating func stand(_ ticket: Ticket) -> Bool {
        let stand = addStand(ticket.key.shape, ticket.key.rung)
        let leaf = tree.leaf(of: ticket.key.agency)
        while rows.count <= leaf { rows.append(LaneRow()) }
        let lane = rows[leaf].add(stand)
        guard change(lane, of: leaf, { $0.jobs.insert(ticket.position) }) else { return false }
        unsettle(ticket.key.shape)
        return true
    }

    private mutating func leave(_ ticket: Ticket) -> Bool {
        let leaf = tree.leaf(of: ticket.key.agency)
        guard let stand = stand(of: ticket.key), let lane = lane(stand, of: leaf) else { return false }
        guard change(lane, of: leaf, { $0.jobs.remove(ticket.position) }) else { return false }
        // A lane without jobs is forgotten, and with it what kept it.
        if rows[leaf].lanes[lane].jobs.isEmpty { rows[leaf].remove(lane) }
        return true
    }

    /// Changes a lane and what the branches above it list.
    private mutating func change<Result>(_ lane: Int, of leaf: Int, _ body: (inout Lane) -> Result) -> Result {
        let stand = Int(rows[leaf].lanes[lane].stand)
        let (result, old, new) = rows[leaf].change(lane, isFair: isFair, body)
        if old != new { stands[stand].carry(leaf, old, new, tree, isFair: isFair) }
        return result
    }

    private func lane(_ stand: Int, of leaf: Int) -> Int? { leaf < rows.count ? rows[leaf].place(of: stand) : nil }

    /// Of the jobs of a lane; nil where none ever stood there.
    private func stand(of key: LaneKey) -> Int? { stand(key.shape, key.rung) }

    private func stand(_ shape: Int, _ rung: Rung) -> Int? {
        guard shape < shapes.count else { return nil }
        return shapes[shape].stands.first { stands[$0].rung == rung }
    }

    private mutating func addStand(_ shape: Int, _ rung: Rung) -> Int {
        if let known = stand(shape, rung) { return known }
        while shapes.count <= shape { shapes.append(ShapeQueue()) }
        let place = shapes[shape].stands.firstIndex { stands[$0].rung.weight < rung.weight } ?? shapes[shape].stands.count
        shapes[shape].stands.insert(stands.count, at: place)
        stands.append(Stand(shape: shape, rung: rung))
        return stands.count - 1
    }

    /// Whether some job waits at a place, aside or not.
    /// - Complexity: O(log jobs).
    func holds(_ ticket: Ticket) -> Bool {
        if tasks[ticket] != nil { return true }
        let leaf = tree.leaf(of: ticket.key.agency)
        guard let stand = stand(of: ticket.key), let lane = lane(stand, of: leaf) else { return false }
        return rows[leaf].lanes[lane].jobs.contains(ticket.position)
    }

    /// Whether a shape has jobs that no limit keeps.
    func offersAnything(_ shape: Int) -> Bool { shape < shapes.count && shapes[shape].stands.contains { stands[$0].offersAnything } }

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
        set(hold, true)
        for excess in excesses { holds.add(hold, for: excess) }
        guard isNarrowed else { return }
        shapes[hold.shape].narrowed.insert(hold)
        watched.insert(hold.shape)
    }

    /// An agency has given back some of a resource.
    /// - Parameter hasRoom: whether so much more is no longer in the way.
    mutating func wakeHolds(_ agency: Int, _ resource: Resource, hasRoom: (_ need: Int, _ isLoan: Bool) -> Bool) {
        for hold in holds.take(agency, resource, where: hasRoom) {
            lift(hold)
            unsettle(hold.shape)
        }
    }

    /// Forgets what limits keep and what does not fit: there are other limits.
    /// - Complexity: O(lanes + branches).
    mutating func forgetRefusals() {
        holds = HoldBook()
        for leaf in rows.indices {
            for lane in rows[leaf].lanes.indices where rows[leaf].lanes[lane].isParked || rows[leaf].lanes[lane].isBorrowing {
                change(lane, of: leaf) { ($0.isParked, $0.isBorrowing) = (false, false) }
            }
        }
        for stand in stands.indices { stands[stand].forgetLimits(tree, isFair: isFair) }
        for shape in shapes.indices {
            shapes[shape].narrowed = []
            open(shape)
        }
    }

    private mutating func lift(_ hold: Hold) { set(hold, false) }

    private mutating func set(_ hold: Hold, _ isSet: Bool) {
        guard let stand = stand(hold.shape, hold.rung) else { return }
        let (parks, borrows): (Bool?, Bool?) = hold.isLoan ? (nil, isSet) : (isSet, nil)
        guard tree.isLeaf(hold.node) else {
            return stands[stand].change(hold.node, tree, isFair: isFair, isParked: parks, isBorrowing: borrows)
        }
        guard let lane = lane(stand, of: hold.node) else { return }
        change(lane, of: hold.node) {
            $0.isParked = parks ?? $0.isParked
            $0.isBorrowing = borrows ?? $0.isBorrowing
        }
    }

    /// Whether the next job of a lane would borrow.
    func isBorrowing(_ key: LaneKey) -> Bool {
        let leaf = tree.leaf(of: key.agency)
        guard let stand = stand(of: key), let lane = lane(stand, of: leaf) else { return false }
        return rows[leaf].lanes[lane].isBorrowing
    }

    /// Whether a limit keeps this lane out.
    func isParked(_ key: LaneKey) -> Bool {
        guard let stand = stand(of: key) else { return false }
        var node = tree.leaf(of: key.agency)
        if let lane = lane(stand, of: node), rows[node].lanes[lane].isParked { return true }
        repeat {
            node = tree.parent(of: node)
            if stands[stand].isParked(tree.inner(node)) { return true }
        } while node > AgencyTree.root
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
