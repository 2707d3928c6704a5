import BerthModel
import BerthPolicy
import HeapModule

/// The shapes that a pass looks at, and whose job goes first of them.
struct Turns {
    /// Shapes with a job that may be placed.
    private(set) var listed: Set<Int> = []
    /// Where agencies are not told apart: the first job of each.
    private var candidates = Heap<Candidate>()
    /// Where they are.
    private var fair = FairTurns()

    mutating func add(_ shape: Int, _ queue: PendingQueue, at now: Timestamp) {
        listed.insert(shape)
        guard !queue.isFair else { return fair.add(shape) }
        if let first = queue.first(of: shape, at: now) { candidates.insert(first) }
    }

    /// Takes the first of all out.
    /// - Parameter shares: nil where agencies are not told apart.
    mutating func next(_ queue: PendingQueue, _ shares: ShareBook?, at now: Timestamp) -> Candidate? {
        guard let shares else { return candidates.popMin() }
        return fair.first(queue, shares, at: now)
    }

    /// The shape whose job was taken out has another one.
    mutating func goOn(_ shape: Int, _ queue: PendingQueue, at now: Timestamp) {
        guard !queue.isFair, let first = queue.first(of: shape, at: now) else { return }
        candidates.insert(first)
    }

    /// The shape whose job was taken out has nothing more that this pass might place.
    mutating func remove(_ shape: Int, _ queue: PendingQueue) {
        listed.remove(shape)
        if queue.isFair { fair.remove(shape, queue) }
    }

    /// A shape that is listed may have more than it had.
    mutating func lookAgain() { fair.lookAgain() }
}
