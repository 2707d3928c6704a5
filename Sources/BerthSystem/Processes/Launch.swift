/// A child on its way to the program it was started for.
public struct Launch: Sendable {
    /// What went wrong between fork and exec.
    public struct Failure: Hashable, Sendable {
        /// `groups`, `directory`, `output`, `execute`, …
        public let step: String
        /// The error number, as in errno(3).
        public let number: Int32

        public var reason: String { ErrorNumber.sentence(number) }
    }

    /// Its pid, and the number of its session and group.
    public let pid: Int32
    /// Readable as soon as `outcome` has an answer.
    public let report: FileDescriptor

    private static let steps = [
        "none", "session", "groups", "gid", "uid", "verify", "parent", "directory", "input", "output", "error", "descriptors", "execute",
    ]

    /// Waits for the end of the launch: nil when the program runs, else why it does not. Such a child exits with 127.
    public func failure() throws(SystemError) -> Failure? {
        let bytes = try report.readToEnd(limit: 64)
        guard let (step, number) = Launch.decode(bytes) else { return nil }
        return Failure(step: Launch.steps.indices.contains(step) ? Launch.steps[step] : "unknown", number: number)
    }
}
