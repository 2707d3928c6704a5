#if !BERTH_EXPLORE
import CBerthPlacement
import Synchronization

/// `WordStore` for words that are nearly all 0: see `SparsePages`.
@safe
final class SparseWords: @unchecked Sendable {
    let words: AtomicWords
    private let count: Int
    private let pages: SparsePages

    init(count: Int) {
        self.count = count
        pages = SparsePages(bytes: count * 8)
        // Atomic<UInt64> is a UInt64 in memory, and trivial.
        words = unsafe AtomicWords(pages.memory.bindMemory(to: Atomic<UInt64>.self, capacity: max(1, count)), count: count)
    }

    /// Words of its own with the values of another's.
    convenience init(copying other: SparseWords) {
        self.init(count: other.count)
        unsafe pages.copy(other.pages) { unsafe berth_copy_words($0, $1, $2) }
    }

    var residentBytes: Int { pages.residentBytes }
}
#endif
