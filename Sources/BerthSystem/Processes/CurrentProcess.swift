import CBerthSystem
import Glibc

/// This process.
public enum CurrentProcess {
    public static var pid: Int32 { getpid() }
    public static var parent: Int32 { getppid() }
    /// The effective user and group.
    public static var user: UInt32 { geteuid() }
    public static var group: UInt32 { getegid() }

    public static func identity() -> ProcessIdentity {
        guard let status = ProcessStatus.of(pid) else { preconditionFailure("/proc/self/stat is missing: Berth needs /proc") }
        return status.identity
    }

    /// The path of the running program.
    public static func executable() throws(SystemError) -> String { try Files.resolve("/proc/self/exe") }

    /// Orphans among this process's descendants become its children instead of init's.
    public static func becomeSubreaper() throws(SystemError) {
        try SystemCall.check("prctl", "PR_SET_CHILD_SUBREAPER") { berth_set_child_subreaper(1) }
    }

    /// Lets the parent go: this process ends with 0 and goes on as another one, whose parent is init. Descriptors and locks stay. Only
    /// for processes with a single thread.
    public static func detach() throws(SystemError) {
        try SystemCall.check("fork") { berth_detach() }
    }
}
