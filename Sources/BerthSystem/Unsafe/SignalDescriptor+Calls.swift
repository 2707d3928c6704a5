import CBerthSystem

extension SignalDescriptor {
    static func open(_ signals: [Signal]) throws(SystemError) -> FileDescriptor {
        let numbers = signals.map(\.rawValue)
        return FileDescriptor(owning: try SystemCall.check("signalfd") { unsafe berth_signal_descriptor(numbers, numbers.count) })
    }

    /// The next signal, nil where none has come.
    public func next() throws(SystemError) -> Signal? {
        let number = try SystemCall.check("read", "a signal") { berth_next_signal(descriptor.number) }
        return number == 0 ? nil : Signal(rawValue: number)
    }
}
