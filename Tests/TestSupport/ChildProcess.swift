import Foundation
import Synchronization

/// One program started by a test.
///
/// Foundation's `Process` lists the open descriptors of the parent and closes each in the child; when another thread closes one in
/// between, the start fails. Here everything that a test opens is closed by the kernel (`O_CLOEXEC`). The child starts with no signal
/// blocked, whatever thread starts it.
public final class ChildProcess: Sendable {
    public struct CannotStart: Error {
        public let program: String
        public let code: Int32
    }

    public let pid: Int32
    /// The exit code, or 128 + signal; nil as long as it was not collected.
    private let collected = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - arguments: the program's path, then its arguments.
    ///   - input: the file to read; `output` and `error` are appended to.
    ///   - environment: added to this process's own.
    public init(
        _ arguments: [String], input: String = "/dev/null", output: String = "/dev/null", error: String = "/dev/null",
        environment: [String: String] = [:], directory: String? = nil
    ) throws(CannotStart) {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let append = O_WRONLY | O_CREAT | O_APPEND
        unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, append, 0o600)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, error, append, 0o600)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // Glibc shows the call that changes the directory to GNU sources only; a shell does the same and becomes the program.
        let moving = directory.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0] } ?? []
        let words = unsafe (moving + arguments).map { unsafe strdup($0) } + [nil]
        let settings = unsafe variables.map { unsafe strdup("\($0)=\($1)") } + [nil]
        defer { unsafe (words + settings).forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let code = unsafe posix_spawn(&pid, moving.first ?? arguments[0], &actions, &attributes, words, settings)
        guard code == 0 else { throw CannotStart(program: arguments[0], code: code) }
        self.pid = pid
    }

    public var isRunning: Bool { collected.withLock { code in collect(&code, options: WNOHANG) == nil } }

    /// Waits until it has ended.
    /// - Returns: its exit code, or 128 + signal.
    @discardableResult
    public func wait() -> Int32 { collected.withLock { code in collect(&code, options: 0) ?? -1 } }

    /// Waits until it has ended, and kills it after `limit` seconds.
    @discardableResult
    public func wait(limit: Double) -> Int32 {
        let deadline = ContinuousClock.now + .seconds(limit)
        while isRunning {
            if ContinuousClock.now > deadline { signal(SIGKILL) }
            Thread.sleep(forTimeInterval: 0.002)
        }
        return wait()
    }

    /// Sends a signal, unless it has ended.
    public func signal(_ number: Int32) {
        collected.withLock { code in if collect(&code, options: WNOHANG) == nil { kill(pid, number) } }
    }

    /// Under the lock, so that the id is never used after it was given back to the system.
    private func collect(_ code: inout Int32?, options: Int32) -> Int32? {
        if let code { return code }
        var status: Int32 = 0
        guard unsafe waitpid(pid, &status, options) == pid else { return nil }
        let signal = status & 0x7f
        code = signal == 0 ? (status >> 8) & 0xff : 128 + signal
        return code
    }
}
