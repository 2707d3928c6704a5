/// Signals as something to poll: they are blocked, and read from a descriptor (signalfd(2)).
public final class SignalDescriptor: Sendable {
    public let descriptor: FileDescriptor

    /// Blocks the signals in this thread and opens the descriptor for them. Call before any thread starts.
    public init(_ signals: [Signal]) throws(SystemError) {
        try CurrentProcess.block(signals)
        descriptor = try SignalDescriptor.open(signals)
    }
}
