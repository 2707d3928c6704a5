/// A system call that failed: which one, on what, and the kernel's reason.
public struct SystemError: Error, Sendable, Equatable {
    /// The value of errno, as in errno(3).
    public let number: Int32
    /// The name of the call: `open`, `rename`.
    public let call: String
    /// What the call was about, mostly a path; empty when there is nothing to name.
    public let subject: String

    public init(number: Int32, call: String, subject: String = "") {
        self.number = number
        self.call = call
        self.subject = subject
    }
}

extension SystemError: CustomStringConvertible {
    /// One lower-case sentence: `cannot open /var/lib/berth/journal: permission denied (EACCES)`-like, without a final stop.
    public var description: String {
        let reason = ErrorNumber.sentence(number)
        return subject.isEmpty ? "\(call) failed: \(reason)" : "cannot \(call) \(subject): \(reason)"
    }
}
