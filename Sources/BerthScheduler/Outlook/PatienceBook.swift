import BerthModel
import BerthPolicy

/// Jobs that leave room on a slow kind for a faster one, and until when.
struct PatienceBook: Sendable {
    struct Wait: Hashable, Sendable {
        var id: JobID
        var ticket: Ticket
        /// The faster kind, and how many devices of it the job needs in all.
        var kind: KindName
        var devices: Int
        /// When these are expected.
        var expected: Timestamp
        /// How long it then has them.
        var span: Duration
        /// From then on it takes what has room.
        var until: Timestamp
        /// What it left.
        var slower: KindName
        var slots: Int
    }

    /// Those that stand aside.
    private(set) var waits: [JobID: Wait] = [:]
    private var untils = SortedBlocks<Outlook.End>()
    /// The last moment of all that have waited since they came, whether they stand aside or not.
    private var deadlines: [JobID: Timestamp] = [:]
    /// Kinds of which something was given back since the last pass.
    var released: Set<KindName> = []

    var nextWake: Timestamp? { untils.first.map { Timestamp(milliseconds: $0.moment) } }

    /// Until when a job may wait, once it has; nil before.
    func deadline(of id: JobID) -> Timestamp? { deadlines[id] }

    /// Jobs that wait for one kind: what comes after these takes what has room.
    private static let waitsMax = 1000
    /// Of those that wait for a kind, as many are looked at in the pass after something of it was given back, in their order.
    private static let wokenMax = 64

    /// Jobs that wait for a kind and go first.
    /// - Returns: nil where too many wait for it already.
    /// - Complexity: O(waits).
    func ahead(of position: JobPosition, _ kind: KindName) -> [Wait]? {
        let all = waits.values.filter { $0.kind == kind }
        return all.count < PatienceBook.waitsMax ? all.filter { $0.ticket.position < position } : nil
    }

    mutating func insert(_ wait: Wait) {
        waits[wait.id] = wait
        deadlines[wait.id] = wait.until
        untils.insert(Outlook.End(moment: wait.until.milliseconds, id: wait.id))
    }

    /// It waits no longer for that: it stands in the queue again, or is gone.
    @discardableResult
    mutating func remove(_ id: JobID) -> Wait? {
        guard let wait = waits.removeValue(forKey: id) else { return nil }
        untils.remove(Outlook.End(moment: wait.until.milliseconds, id: id))
        return wait
    }

    /// It has started, or is over.
    mutating func forget(_ id: JobID) {
        if waits.isEmpty, deadlines.isEmpty { return }
        remove(id)
        deadlines[id] = nil
    }

    /// Takes out those whose time is up, and the first for whose kind something was given back, in a fixed order.
    /// - Complexity: O(waits log waits), where something was given back or a time is up.
    mutating func takeDue(at now: Timestamp) -> [Wait] {
        defer { released = [] }
        guard !waits.isEmpty, nextWake.map({ $0 <= now }) ?? false || !released.isEmpty else { return [] }
        var due = waits.values.filter { $0.until <= now }.sorted { $0.id < $1.id }
        for kind in released.sorted() {
            let all = waits.values.filter { $0.kind == kind && $0.until > now }
            due += all.sorted { ($0.ticket.position, $0.id) < ($1.ticket.position, $1.id) }.prefix(PatienceBook.wokenMax)
        }
        for wait in due { remove(wait.id) }
        return due
    }
}
