/// Waiting for descriptors (poll(2)).
public enum Poll {
    /// What to wait for on one descriptor.
    public struct Interest: OptionSet, Sendable {
        public let rawValue: Int16
        public init(rawValue: Int16) { self.rawValue = rawValue }
        public static let readable = Interest(rawValue: 1 << 0)
        public static let writable = Interest(rawValue: 1 << 2)
    }
}
