/// A program to start beside this one.
public struct SpawnRequest: Sendable {
    /// The program's path; without a slash it is looked for in this process's PATH.
    public var program: String
    /// The arguments after the program's own name.
    public var arguments: [String]
    /// `NAME=value` by name; nil hands this process's own environment on.
    public var environment: [String: String]?
    public var directory: String?
    /// Starts a new session, so that the program outlives this process and its terminal.
    public var newSession = false
    /// nil: /dev/null.
    public var input: FileDescriptor?
    public var output: FileDescriptor?
    public var error: FileDescriptor?

    public init(_ program: String, _ arguments: [String] = [], environment: [String: String]? = nil, directory: String? = nil) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
    }
}
