/// What a job runs.
public enum Program: Hashable, Sendable, Codable {
    /// Looked up in the job's `PATH`, and run without a shell.
    case command([String])
    /// The text of a script, copied at submission and started by its own first line.
    case script(String, arguments: [String])
}
