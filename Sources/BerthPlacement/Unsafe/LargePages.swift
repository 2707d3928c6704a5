import Glibc

/// Memory for large tables that are read at random: on large pages where the system has them.
///
/// A fleet's words and a million claims lie on thousands of small pages, more than the processor remembers the places of; a claim then
/// waits for page walks.
enum LargePages {
    private static let pageBytes = 2 << 20

    /// Uninitialised memory, to be given back with `deallocate()`.
    static func allocate(bytes: Int) -> UnsafeMutableRawPointer {
        guard bytes >= pageBytes / 2 else { return .allocate(byteCount: max(1, bytes), alignment: WordStore.alignment) }
        let rounded = (bytes + pageBytes - 1) / pageBytes * pageBytes
        let memory = UnsafeMutableRawPointer.allocate(byteCount: rounded, alignment: pageBytes)
        // A wish: where it is not granted, small pages do the same more slowly.
        _ = unsafe madvise(memory, rounded, MADV_HUGEPAGE)
        return unsafe memory
    }
}
