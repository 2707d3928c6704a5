/// A signal sent some time before a job's time limit, so that it can save its work.
public struct WarningSignal: Hashable, Sendable, Codable {
    /// The signal's number, 1…64.
    public var signal: Int
    public var before: Duration

    public init(signal: Int, before: Duration) {
        self.signal = signal
        self.before = before
    }

    private static let numbers = [
        "HUP": 1, "INT": 2, "QUIT": 3, "KILL": 9, "USR1": 10, "USR2": 12, "ALRM": 14, "TERM": 15, "CONT": 18, "STOP": 19, "TSTP": 20,
        "WINCH": 28,
    ]

    /// The number of `USR1`, `SIGUSR1` or `10`; nil if it is none.
    public static func number(of word: some StringProtocol) -> Int? {
        if let value = Int(word) { return (1...64).contains(value) ? value : nil }
        return numbers[String(word.uppercased().hasPrefix("SIG") ? word.uppercased().dropFirst(3) : word.uppercased()[...])]
    }
}

extension WarningSignal {
    /// Reads Slurm's `B:USR1@300`, `USR1@300` (seconds) and `USR1@5m`.
    /// - Throws: `BerthError` with code `invalidJob`.
    public init(parsing text: String) throws(BerthError) {
        let body = text.hasPrefix("B:") ? text.dropFirst(2) : text[...]
        let parts = body.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let signal = WarningSignal.number(of: parts[0]) else {
            throw BerthError(.invalidJob, "\"\(text)\" is not a warning signal: write SIGNAL@TIME like \"USR1@300s\"")
        }
        let time = parts[1].allSatisfy({ $0.isASCII && $0.isNumber }) && !parts[1].isEmpty ? "\(parts[1])s" : String(parts[1])
        self.init(signal: signal, before: try Duration(parsing: time))
    }
}
