import CBerthSystem
import Glibc

extension CurrentProcess {
    public static func directory() throws(SystemError) -> String {
        guard let path = unsafe getcwd(nil, 0) else { throw SystemError(number: errno, call: "getcwd") }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }

    /// Has a signal do nothing.
    public static func ignore(_ signal: Signal) { _ = Glibc.signal(signal.rawValue, SIG_IGN) }

    /// Keeps signals from this thread, and from threads it starts later, until a `SignalDescriptor` reads them.
    public static func block(_ signals: [Signal]) throws(SystemError) {
        let numbers = signals.map(\.rawValue)
        try SystemCall.check("block", "signals") { unsafe berth_block_signals(numbers, numbers.count) }
    }

    /// Becomes a user for good: groups, group and user together, then asks the kernel whether it holds.
    /// - Throws: EPERM without the privilege, or where the way back is still open.
    public static func become(user: UInt32, group: UInt32, groups: [UInt32]) throws(SystemError) {
        try SystemCall.check("setgroups") { unsafe setgroups(groups.count, groups) }
        try SystemCall.check("setgid", "\(group)") { berth_set_group(group) }
        try SystemCall.check("setuid", "\(user)") { berth_set_user(user) }
        let isChanged = getuid() == user && geteuid() == user && getgid() == group && getegid() == group
        guard isChanged, user == 0 || setuid(0) == -1 else { throw SystemError(number: EPERM, call: "become", subject: "user \(user)") }
    }

    /// Replaces the running program. Returns only by throwing.
    public static func execute(_ program: String, _ arguments: [String], environment: [String: String]) throws(SystemError) -> Never {
        let argv = CStringArray([program] + arguments)
        let envp = CStringArray(environment: environment)
        unsafe argv.withPointer { argv in unsafe envp.withPointer { envp in _ = unsafe execve(program, argv, envp) } }
        throw SystemError(number: errno, call: "execute", subject: program)
    }

    /// Ends this process with a code, after a line on standard error where there is something to say.
    public static func exit(_ code: Int32, saying message: String? = nil) -> Never {
        if let message {
            let line = Array("\(message)\n".utf8)
            _ = unsafe write(STDERR_FILENO, line, line.count)
        }
        Glibc.exit(code)
    }
}
