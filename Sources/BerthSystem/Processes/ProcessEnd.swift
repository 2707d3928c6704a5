/// How a process ended.
public enum ProcessEnd: Hashable, Sendable {
    /// It left with a code, 0…255.
    case exited(Int32)
    case signalled(Signal)

    /// Reads the status word of wait(2): the low seven bits are the signal, the next byte is the code.
    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7f
        self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signalled(Signal(rawValue: signal))
    }
}
