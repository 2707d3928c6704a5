import Foundation
import Synchronization

/// Lets all threads of a benchmark begin a run at once.
final class Gate: Sendable {
    private let threads: Int
    private let arrived = Atomic<Int>(0)

    init(threads: Int) { self.threads = threads }

    /// Returns when every thread has arrived for the `round`th time, counted from 1.
    func pass(_ round: Int) {
        // sequentiallyConsistent: pairs with itself; what every thread did before this round is over before any goes on.
        arrived.wrappingAdd(1, ordering: .sequentiallyConsistent)
        // sequentiallyConsistent: as above. Sleeping, so that a thread without a core of its own does not keep one from those at work.
        while arrived.load(ordering: .sequentiallyConsistent) < threads * round { Thread.sleep(forTimeInterval: 0.000_2) }
    }
}
