import BerthModel
import BerthPlacement
import BerthPolicy

/// Whether a job takes a slow kind that has room, or waits for a faster one.
extension Workspace {
    /// What is kept for a job it takes: it has waited.
    func mayWeigh(_ id: JobID, _ ticket: Ticket) -> Bool {
        guard let outlook, outlook[id.number]?.weighsWaiting ?? false else { return false }
        return !reservations.isHolder(id) && !reservations.isPromised(ticket)
    }

    /// The faster kind on which a job is expected to end soonest, and sooner than where it would start now.
    ///
    /// Devices of that kind are counted in the order in which they are expected back, those first that go to jobs which wait for them
    /// already and go first. From the moment when it first waits, a job waits no longer than the faster kind would have saved it then.
    /// - Parameters:
    ///   - open: the ways that its agency's limits leave.
    ///   - members: where it would start now.
    /// - Complexity: O(ways x (waits log waits + ends until then)), at most 1,000 of either.
    func worthWaiting(
        _ id: JobID, _ ticket: Ticket, _ open: [PlacementRequest.Alternative], _ members: [MemberPlacement]
    ) -> PatienceBook.Wait? {
        guard let outlook, let expectation = outlook[id.number], expectation.isKnown, let first = members.first, let kind = first.kind,
            first.part == nil, let slow = expectation.time(on: kind, slots: first.deviceCount)
        else { return nil }
        let (now, deadline) = (outlook.now, outlook.patience.deadline(of: id))
        var best: (end: Timestamp, wait: PatienceBook.Wait)?
        for way in open where way.partition == nil {
            guard let faster = way.kind, let fast = expectation.time(on: faster, slots: way.count), fast < slow else { continue }
            let needed = way.count * members.count
            guard let ahead = outlook.patience.ahead(of: ticket.position, faster),
                let moment = outlook.moment(freeing: needed, of: faster, behind: ahead)
            else { continue }
            let (until, end) = (deadline ?? now + .milliseconds(slow - fast), moment + .milliseconds(fast))
            guard moment < until, end < now + .milliseconds(slow), best.map({ end < $0.end }) ?? true else { continue }
            let wait = PatienceBook.Wait(
                id: id, ticket: ticket, kind: faster, devices: needed, expected: moment, span: .milliseconds(fast), until: until,
                slower: kind,
                slots: first.deviceCount)
            best = (end, wait)
        }
        return best?.wait
    }

    /// It comes back when something of the faster kind is given back, or its time is up.
    mutating func standAside(_ wait: PatienceBook.Wait) {
        queue.remove(wait.id, from: wait.ticket)
        outlook?.patience.insert(wait)
    }

    /// Why a job waits that might start; nil for one that does not wait for a faster kind.
    func patienceBlocker(of id: JobID) -> Blocker? {
        guard let wait = outlook?.patience.waits[id] else { return nil }
        return Blocker(
            .waitingForAccelerators,
            "\(wait.devices) x \(wait.kind) are expected at \(wait.expected.clockText), and there this job ends sooner than on the "
                + "\(wait.slower) that has room now",
            need: wait.devices, have: 0, unit: "devices", domain: wait.kind.text,
            clearsWhen: ["\(wait.devices) x \(wait.kind) are given back", "it is \(wait.until.clockText): then it takes what has room"],
            hint: "--accel \(wait.slower):\(wait.slots)")
    }
}
