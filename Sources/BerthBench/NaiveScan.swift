import BerthModel
import BerthPlacement
import Synchronization

/// The placement that is written first everywhere: for each job it looks at every node, and takes the one that is left with the fewest
/// free devices. What the engine is compared with.
///
/// It keeps the same rules (legal sets, cores and memory, watts of every domain up to the root, the agency's quota) in plain integers
/// behind one mutex.
final class NaiveScan: Sendable {
    private let state: Mutex<NaiveState>

    init(_ fleet: EngineFleet) { state = Mutex(NaiveState(fleet)) }

    /// - Complexity: O(nodes).
    func place(_ request: ClaimRequest) -> NaiveClaim? {
        state.withLock { state in
            guard state.hasQuota(request), let choice = state.best(for: request) else { return nil }
            return state.take(request, choice)
        }
    }

    /// The first node that fits, from a position on: fills a fleet in reasonable time, and is not measured.
    func fill(_ request: ClaimRequest, from start: Int) -> NaiveClaim? {
        state.withLock { state in
            guard state.hasQuota(request), let choice = state.first(for: request, from: start) else { return nil }
            return state.take(request, choice)
        }
    }

    func release(_ claim: NaiveClaim) { state.withLock { $0.give(claim) } }

    var bytes: Int { state.withLock { $0.bytes } }

    /// Whether any count has gone below nothing.
    func faults() -> [String] { state.withLock { $0.faults() } }
}

/// What the scan holds on one node.
struct NaiveClaim: BitwiseCopyable, Sendable {
    var node: Int32 = 0
    var kind: Int32 = 0
    var agency: Int32 = 0
    var devices: UInt16 = 0
    var sides = NaiveSides()
    var milliwatts: Int64 = 0
}

/// Cores and memory on the two NUMA nodes.
struct NaiveSides: BitwiseCopyable, Sendable {
    var cores = SIMD2<Int32>()
    var mebibytes = SIMD2<Int32>()
}
