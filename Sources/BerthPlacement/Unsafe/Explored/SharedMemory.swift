#if BERTH_EXPLORE
/// All words of the engine that is explored, in the order in which its stores were made.
///
/// Only in builds for `tools/explore-placement`: one engine in a process, one thread.
package enum SharedMemory {
    private nonisolated(unsafe) static var memory: [UInt64] = []
    private nonisolated(unsafe) static var redirection: ((SharedAccess) -> UInt64)?

    package static var words: [UInt64] {
        get { unsafe memory }
        set { unsafe memory = newValue }
    }

    /// Where accesses go instead of to the words; what it returns is what the engine reads. It need not return.
    package static var interceptor: ((SharedAccess) -> UInt64)? {
        get { unsafe redirection }
        set { unsafe redirection = newValue }
    }

    static func access(_ access: SharedAccess) -> UInt64 {
        if let interceptor { return interceptor(access) }
        let before = unsafe memory[Int(access.word)]
        unsafe memory[Int(access.word)] = access.applied(to: before)
        return before
    }

    /// - Returns: the position of the first.
    static func append(_ values: [UInt64]) -> Int {
        let first = unsafe memory.count
        unsafe memory += values
        return first
    }
}
#endif
