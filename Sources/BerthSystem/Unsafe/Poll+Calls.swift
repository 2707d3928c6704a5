import Glibc

extension Poll {
    /// Waits until a descriptor is ready, has failed or was hung up, or the time is over.
    /// - Parameter milliseconds: nil waits without end.
    /// - Returns: which of the descriptors can be acted on, in the order given; none when the time is over.
    public static func wait(
        _ descriptors: [(descriptor: FileDescriptor, interest: Interest)], milliseconds: Int64?
    ) throws(SystemError) -> [Bool] {
        var entries = descriptors.map { pollfd(fd: $0.descriptor.number, events: $0.interest.rawValue, revents: 0) }
        // A wait of centuries is one without end.
        let deadline = milliseconds.map { SystemClock.monotonic() + min(max(0, $0), 1 << 52) }
        try SystemCall.check("poll") {
            // Counted anew after an interruption, so that signals cannot stretch the wait.
            let left = deadline.map { Int32(clamping: max(0, $0 - SystemClock.monotonic())) } ?? -1
            return unsafe poll(&entries, nfds_t(entries.count), left)
        }
        return entries.map { $0.revents != 0 }
    }
}
