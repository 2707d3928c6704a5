#if !BERTH_EXPLORE
import Synchronization

/// Owns the memory of `AtomicWords`, aligned so that no two stores share a cache line (128 bytes: neighbouring lines are fetched in
/// pairs, and a line between two threads costs about 200 ns).
@safe
final class WordStore: @unchecked Sendable {
    let words: AtomicWords
    let count: Int
    private let memory: UnsafeMutableRawPointer

    static let alignment = 128

    init(_ values: [UInt64]) {
        count = values.count
        unsafe memory = LargePages.allocate(bytes: max(1, values.count) * 8)
        let typed = unsafe memory.bindMemory(to: Atomic<UInt64>.self, capacity: max(1, values.count))
        for (index, value) in values.enumerated() { unsafe (typed + index).initialize(to: Atomic(value)) }
        words = unsafe AtomicWords(typed, count: values.count)
    }

    convenience init(zeros count: Int) { self.init([UInt64](repeating: 0, count: count)) }

    // Atomic<UInt64> is trivial: there is nothing to deinitialise.
    deinit { unsafe memory.deallocate() }
}
#endif
