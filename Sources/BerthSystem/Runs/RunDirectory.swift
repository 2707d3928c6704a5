/// The files of one run, which the daemon and the supervisor share.
public struct RunDirectory: Hashable, Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    public var order: String { "\(path)/order.json" }
    public var records: String { "\(path)/records" }
    public var stop: String { "\(path)/stop" }

    /// The supervisor that holds the run, nil where none does.
    public func supervisor() throws(SystemError) -> ProcessIdentity? { try DirectoryLock.holder(of: path) }

    public func isHeld() throws(SystemError) -> Bool { try DirectoryLock.isHeld(path) }

    /// Takes the run for this process, nil where another one has it.
    public func hold() throws(SystemError) -> DirectoryLock? { try DirectoryLock.tryLock(path) }

    /// Whether the run was ever given to a supervisor.
    public func wasStarted() throws(SystemError) -> Bool { (try Files.status(records)?.size ?? 0) > 0 }
}
