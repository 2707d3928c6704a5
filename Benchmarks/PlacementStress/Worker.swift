import BerthModel
import BerthPlacement

/// One thread that claims and releases at random, and enters all that it holds into the common owner table.
struct Worker {
    let core: PlacementCore
    let owners: OwnerTable
    let id: UInt64
    var random: SplitMix
    private(set) var held: [[MemberPlacement]] = []
    private(set) var tally = Tally()

    struct Tally: Sendable {
        var claims = 0
        var releases = 0
        /// Requests that did not fit when they were made.
        var refusals = 0
        /// Planned claims that met another thread's and left no trace.
        var conflicts = 0
        var faults: [String] = []
    }

    init(core: PlacementCore, owners: OwnerTable, id: UInt64, seed: UInt64) {
        self.core = core
        self.owners = owners
        self.id = id
        random = SplitMix(seed: seed &+ id &* 0x1234_5678_9ABC)
    }

    var operations: Int { tally.claims + tally.releases }

    /// One claim or one release, whichever the dice say; when nothing fits, a release follows.
    mutating func step() {
        if held.isEmpty || Int.random(in: 0..<100, using: &random) < 52 { claim() } else { release() }
    }

    private mutating func claim() {
        let request = StressFleet.request(using: &random)
        guard let members = Int.random(in: 0..<8, using: &random) == 0 ? planned(request) : core.claimIfFits(request) else {
            tally.refusals += 1
            if !held.isEmpty { release() }
            return
        }
        tally.faults += owners.enter(members, owner: id)
        held.append(members)
        tally.claims += 1
    }

    /// The two halves by themselves, to see how often they meet another thread.
    private mutating func planned(_ request: PlacementRequest) -> [MemberPlacement]? {
        guard case .fits(let members) = core.plan(request) else { return nil }
        if core.claim(exactly: members) { return members }
        tally.conflicts += 1
        return core.claimIfFits(request)
    }

    private mutating func release() {
        let index = Int.random(in: 0..<held.count, using: &random)
        held.swapAt(index, held.count - 1)
        let members = held.removeLast()
        tally.faults += owners.leave(members, owner: id)
        core.release(members)
        tally.releases += 1
    }

    /// Gives back until no more than `count` claims are held.
    mutating func release(downTo count: Int) {
        while held.count > count { release() }
    }
}
