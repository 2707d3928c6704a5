import BerthModel
import BerthPlacement
import BerthPolicy

/// What is expected of the jobs that wait and run, where the policy has a queue that orders by it or kinds that are chosen by it.
///
/// All of it follows from the state, the policy and the order of events; nothing here is a promise.
struct Outlook: Sendable {
    /// When something that runs is expected to end, or to be given up.
    struct End: Hashable, Sendable, Comparable {
        var moment: Int64
        var id: JobID

        static func < (left: End, right: End) -> Bool { (left.moment, left.id) < (right.moment, right.id) }
    }

    private struct Running: Sendable {
        var kind: KindName?
        var devices: Int
        /// `never` where nobody knows.
        var end: Timestamp
        var queue: QueueName?
    }

    /// Devices of each kind of the fleet.
    let devices: [KindName: Int]
    /// Of the pass.
    var now = Timestamp(milliseconds: 0)
    private var expectations: [UInt64: Expectation] = [:]
    private var running: [JobID: Running] = [:]
    /// Devices that are expected back, by kind.
    private(set) var ends: [KindName: SortedBlocks<End>] = [:]
    /// Queues that are ordered by makespan.
    private(set) var queues: [QueueName: MakespanQueue] = [:]
    var patience = PatienceBook()

    /// - Returns: nil where the policy asks for none of this.
    init?(_ policy: Policy, devices: [KindName: Int]) {
        let ordered = policy.queues.filter { $0.value.order == .makespan }.keys
        let weighs = policy.objective == .earliestFinish || policy.queues.values.contains { $0.objective == .earliestFinish }
        guard !ordered.isEmpty || weighs else { return nil }
        self.devices = devices
        for name in ordered { queues[name] = MakespanQueue() }
    }

    subscript(number: UInt64) -> Expectation? { expectations[number] }

    mutating func expect(_ number: UInt64, _ expectation: Expectation) { expectations[number] = expectation }

    /// Nothing of a submission waits or runs any more, or its expectation is to be found anew.
    /// - Precondition: nothing of it waits.
    mutating func forget(_ number: UInt64) {
        guard let expectation = expectations.removeValue(forKey: number) else { return }
        if let queue = expectation.queue, queues[queue] != nil { queues[queue, default: MakespanQueue()].forget(number) }
    }

    /// Where a job stands among those of equal priority, in a queue that is ordered by makespan: those that hold up the end first, the
    /// longest of them first; then the others, the shortest first.
    func rank(of number: UInt64) -> Int64? {
        guard let expectation = expectations[number] else { return nil }
        let isCritical = expectation.queue.flatMap { queues[$0]?.isCritical(number) } ?? false
        return isCritical ? -expectation.best : expectation.best
    }

    // MARK: What waits

    /// Jobs of a submission wait at a place.
    /// - Parameter tasks: that did not before, 0 and up.
    mutating func stood(_ ticket: Ticket, tasks: Int) {
        guard tasks > 0, let expectation = expectations[ticket.position.number], let queue = expectation.queue, queues[queue] != nil else {
            return
        }
        queues[queue, default: MakespanQueue()].add(expectation, at: ticket, tasks: tasks)
    }

    /// - Parameter tasks: that wait no longer, 0 and up.
    mutating func left(_ number: UInt64, tasks: Int) {
        guard tasks > 0, let expectation = expectations[number], let queue = expectation.queue, queues[queue] != nil else { return }
        queues[queue, default: MakespanQueue()].remove(number, expectation, tasks: tasks)
    }

    /// Submissions that have become critical or are so no longer, with the places where they stood.
    /// - Complexity: O(1) for each queue, and O(log waiting) for each submission.
    mutating func rearrange() -> [(number: UInt64, places: Set<Ticket>)] {
        queues.keys.sorted().flatMap { queues[$0, default: MakespanQueue()].rearrange(at: now, devices) }
    }

    /// A submission stands at another place.
    mutating func move(_ number: UInt64, in queue: QueueName, to ticket: Ticket) { queues[queue]?.move(number, to: ticket) }

    // MARK: What runs

    /// - Parameter start: when it was placed; nil: at the moment of this pass.
    mutating func began(_ id: JobID, _ members: [MemberPlacement], isService: Bool, at start: Timestamp? = nil) {
        ended(id)
        let expectation = expectations[id.number]
        let slots = members.first.map { $0.part == nil ? $0.deviceCount : 1 } ?? 0
        var end = Timestamp.never
        if let expectation, expectation.isKnown, !isService {
            end = (start ?? now) + .milliseconds(expectation.time(on: members.first?.kind, slots: slots) ?? expectation.best)
        }
        let devices = members.reduce(0) { $0 + ($1.part == nil ? $1.deviceCount : 0) }
        let job = Running(kind: members.first?.kind, devices: devices, end: end, queue: expectation?.queue)
        running[id] = job
        guard end != .never else { return }
        let entry = End(moment: end.milliseconds, id: id)
        if let kind = job.kind, devices > 0 { ends[kind, default: SortedBlocks()].insert(entry) }
        if let queue = job.queue, queues[queue] != nil { queues[queue, default: MakespanQueue()].began(entry) }
    }

    mutating func ended(_ id: JobID) {
        guard let job = running.removeValue(forKey: id), job.end != .never else { return }
        let entry = End(moment: job.end.milliseconds, id: id)
        if let kind = job.kind { ends[kind]?.remove(entry) }
        if let queue = job.queue, queues[queue] != nil { queues[queue, default: MakespanQueue()].ended(entry) }
    }

    /// The ends that are looked at before nobody knows.
    private static let endsMax = 1000

    /// When so many devices of a kind will have been given back, as far as that is expected, beyond what jobs take that go first.
    ///
    /// What is free now does not count: it was not enough, and may stand on nodes that take nothing. What is overdue does not count either.
    /// - Returns: nil where nobody knows.
    /// - Complexity: O(ends until then), at most 1,000, and O(ahead log ahead).
    func moment(freeing devices: Int, of kind: KindName, behind ahead: [PatienceBook.Wait]) -> Timestamp? {
        var freed = -ahead.reduce(0) { $0 + $1.devices }
        // Those that go first give back what they took.
        var returns = ahead.map { (moment: (max($0.expected, now) + $0.span).milliseconds, devices: $0.devices) }
        returns.sort { $0.moment > $1.moment }
        func isEnough(before moment: Int64) -> Timestamp? {
            while let first = returns.last, first.moment <= moment {
                returns.removeLast()
                freed += first.devices
                if freed >= devices { return Timestamp(milliseconds: first.moment) }
            }
            return nil
        }
        for (index, end) in (ends[kind] ?? SortedBlocks()).elements.enumerated() where end.moment > now.milliseconds {
            guard index < Outlook.endsMax else { return nil }
            if let moment = isEnough(before: end.moment) { return moment }
            freed += running[end.id]?.devices ?? 0
            if freed >= devices { return Timestamp(milliseconds: end.moment) }
        }
        return isEnough(before: .max)
    }
}
