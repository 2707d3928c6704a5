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

    init(_ values: [UInt64]) {
        count = values.count
        let memory = unsafe LargePages.allocate(bytes: max(1, values.count) * 8)
        unsafe self.memory = memory
        let typed = unsafe memory.bindMemory(to: Atomic<UInt64>.self, capacity: max(1, values.count))
        // Atomic<UInt64> is a UInt64 in memory.
        unsafe values.withUnsafeBytes { unsafe memory.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: $0.count) }
        words = unsafe AtomicWords(typed, count: values.count)
    }

    /// Words of its own with the values of another's, each as it was at some instant of the call.
    convenience init(copying other: WordStore) {
        self.init(
            unsafe [UInt64](unsafeUninitializedCapacity: other.count) { buffer, initialized in
                initialized = other.count
                guard let base = buffer.baseAddress else { return }
                unsafe UnsafeMutableRawPointer(base).withMemoryRebound(to: CUnsignedLongLong.self, capacity: other.count) {
                    unsafe berth_copy_words($0, other.memory, other.count)
                }
            })
    }

    convenience init(zeros count: Int) { self.init([UInt64](repeating: 0, count: count)) }

    // Atomic<UInt64> is trivial: there is nothing to deinitialise.
    deinit { unsafe memory.deallocate() }
}
