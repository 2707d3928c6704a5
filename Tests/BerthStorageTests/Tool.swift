import TestSupport

/// Programs of the system.
enum Tool {
    /// Whether the program ran and ended with 0.
    static func run(_ program: String, _ arguments: String...) -> Bool {
        (try? ChildProcess([program] + arguments))?.wait() == 0
    }
}
