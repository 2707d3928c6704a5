/// A program to start as a user, in a session of its own, that dies with this process.
public struct LaunchRequest: Sendable {
    /// Who the program runs as.
    public struct Identity: Hashable, Sendable {
        public var user: UInt32
        public var group: UInt32
        /// All groups, the primary one among them.
        public var groups: [UInt32]

        public init(user: UInt32, group: UInt32, groups: [UInt32]) {
            self.user = user
            self.group = group
            self.groups = groups
        }
    }

    /// The program, looked for in the PATH of `environment`, and its arguments; not empty.
    public var command: [String]
    public var environment: [String: String]
    public var directory: String
    /// Opened for appending as the user, relative to `directory`; nil: /dev/null.
    public var output: String?
    /// nil: the same as `output`.
    public var error: String?
    public var umask: UInt32 = 0o022
    /// nil: as this process.
    public var identity: Identity?
    /// A descriptor that the program keeps under the same number.
    public var kept: FileDescriptor?

    public init(_ command: [String], environment: [String: String], directory: String) {
        self.command = command
        self.environment = environment
        self.directory = directory
    }
}
