#if !BERTH_EXPLORE
import CBerthPlacement
import Synchronization

/// Owns the memory of `AtomicWords`, aligned so that no two stores share a cache line (128 bytes: neighbouring lines are fetched in
/// pairs, and a line between two threads costs about 200 ns).
@safe
final class WordStore: @unchecked Sendable {
    let words: AtomicWords
    let count: Int
    private let memory: UnsafeMutableRawPointer

    static let alignment = 128

    /// - Parameter fill: writes all of the words.
    private init(count: Int, _ fill: (UnsafeMutableRawPointer) -> Void) {
        self.count = count
        let memory = unsafe LargePages.allocate(bytes: max(1, count) * 8)
        unsafe fill(memory)
        unsafe self.memory = memory
        // Atomic<UInt64> is a UInt64 in memory.
        words = unsafe AtomicWords(memory.bindMemory(to: Atomic<UInt64>.self, capacity: max(1, count)), count: count)
    }

    convenience init(_ values: [UInt64]) {
        unsafe self.init(count: values.count) { memory in
            unsafe values.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                unsafe memory.copyMemory(from: base, byteCount: bytes.count)
            }
        }
    }

    /// Words of its own with the values of another's, each as it was at some instant of the call.
    convenience init(copying other: WordStore) {
        unsafe self.init(count: other.count) { memory in unsafe berth_copy_words(memory, other.memory, other.count) }
    }

    convenience init(zeros count: Int) { self.init([UInt64](repeating: 0, count: count)) }

    // Atomic<UInt64> is trivial: there is nothing to deinitialise.
    deinit { unsafe memory.deallocate() }
}
#endif
