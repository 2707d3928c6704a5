import BerthBench
import BerthModel
import BerthPlacement
import Glibc

/// Runs one kind of work of the placement engine between the two marks of `tools/count-calls`, and checks the invariants afterwards.
@main
enum Main {
    /// Jobs placed or refused between the marks; gangs are 64 jobs each.
    private static let jobs = 100_000
    private static let gangs = 1000
    private static let nodes = 20_000

    static func main() {
        let words = CommandLine.arguments.dropFirst()
        let work = words.first ?? ""
        let done: String
        switch (words.count, work) {
        case (1, "random"): done = steady { $0.victims = .random }
        case (1, "newest"): done = steady { $0.victims = .newest }
        case (1, "power-bound"): done = steady { $0.powerBound = 0.7 }
        case (1, "refused"): done = refused()
        case (1, "gang"): done = gang()
        case (1, "allocating"): done = allocating()
        default:
            print("usage: CountedCalls random|newest|power-bound|refused|gang|allocating")
            exit(64)
        }
        print("\(work): \(done)")
    }

    private static func begin() { _ = sched_get_priority_min(0x4245_5247) }
    private static func end() { _ = sched_get_priority_max(0x4245_5247) }

    private static func steady(_ change: (inout PlacementBench) -> Void) -> String {
        var bench = PlacementBench()
        bench.nodes = nodes
        change(&bench)
        var fleet = SteadyFleet(bench)
        // Both ways of ending a job have been gone before the marks.
        fleet.turnOver(1000)
        begin()
        let placed = fleet.turnOver(jobs)
        end()
        check(fleet.faults())
        return "\(jobs) jobs, \(placed) of them placed"
    }

    private static func refused() -> String {
        var fleet = FullFleet(nodes: nodes, powerBound: 1)
        begin()
        let refused = fleet.refuse(jobs)
        end()
        check(refused == jobs ? [] : ["\(jobs - refused) of \(jobs) jobs found room on a full fleet"])
        return "\(refused) jobs refused"
    }

    private static func gang() -> String {
        var bench = GangBench()
        (bench.nodes, bench.freeGangs) = (nodes, 10)
        do {
            let fleet = try GangFleet(bench)
            var (claimer, claims) = (fleet.firstClaimer, [Claim]())
            claims.reserveCapacity(bench.members)
            fleet.turnOver(10, &claimer, &claims)
            begin()
            let placed = fleet.turnOver(gangs, &claimer, &claims)
            end()
            check(fleet.faults())
            return "\(gangs) gangs of \(bench.members), \(placed) of them placed"
        } catch {
            check([error.message])
            return ""
        }
    }

    /// The counter must see this: an array for each turn, as careless code would make one for each job.
    private static func allocating() -> String {
        var (random, sum) = (SplitMix(seed: 1), 0)
        begin()
        for _ in 0..<jobs {
            let few = [Int](repeating: 1, count: 1 + random.below(8))
            sum += few.count
        }
        end()
        return "\(jobs) arrays of \(sum) numbers"
    }

    private static func check(_ faults: [String]) {
        guard faults.isEmpty else {
            print(faults.prefix(5).joined(separator: "\n"))
            exit(1)
        }
    }
}
