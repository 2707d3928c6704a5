#if !BERTH_EXPLORE
import Glibc

/// Zeros of which only the pages that somebody wrote to take memory.
///
/// For words that most nodes of a fleet never need: parts of cores, shared boards.
@safe
struct SparsePages: ~Copyable, @unchecked Sendable {
    let memory: UnsafeMutableRawPointer
    private let pages: Int
    private static let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))

    init(bytes: Int) {
        pages = max(1, (bytes + SparsePages.pageBytes - 1) / SparsePages.pageBytes)
        let length = pages * SparsePages.pageBytes
        let mapped = unsafe mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
            fatalError("no memory for \(length) bytes of a fleet's words")
        }
        unsafe memory = mapped
        // Where large pages are the rule one word would take 2 MiB.
        _ = unsafe madvise(memory, length, MADV_NOHUGEPAGE)
    }

    deinit { unsafe _ = munmap(memory, pages * SparsePages.pageBytes) }

    /// Whether each page takes memory.
    private var residence: [Bool] {
        var states = [UInt8](repeating: 0, count: pages)
        // Cannot fail on a mapping of its own.
        _ = unsafe states.withUnsafeMutableBufferPointer { unsafe mincore(memory, pages * SparsePages.pageBytes, $0.baseAddress) }
        return states.map { $0 & 1 == 1 }
    }

    /// Bytes that take memory now; a page that was only read counts.
    var residentBytes: Int { residence.count { $0 } * SparsePages.pageBytes }

    /// Copies another's words, each as it was at some instant of the call, and leaves out the pages that hold none.
    func copy(_ other: borrowing SparsePages, _ copyWords: (UnsafeMutableRawPointer, UnsafeRawPointer, Int) -> Void) {
        precondition(pages == other.pages)
        for (page, isResident) in other.residence.enumerated() where isResident {
            let offset = page * SparsePages.pageBytes
            unsafe copyWords(memory + offset, UnsafeRawPointer(other.memory + offset), SparsePages.pageBytes / 8)
        }
    }
}
#endif
