import CBerthSystem
import Glibc

/// Other processes: starting, signalling and waiting.
public enum Processes {
    /// Sends a signal to one process; false where there is none.
    @discardableResult
    public static func send(_ signal: Signal, to pid: Int32) throws(SystemError) -> Bool {
        precondition(pid > 0, "a signal to pid \(pid) would reach a group")
        return try sendRaw(signal, pid)
    }

    /// Sends a signal to that very process, unless its pid has gone to another one; false where it has ended.
    @discardableResult
    public static func send(_ signal: Signal, to process: ProcessIdentity) throws(SystemError) -> Bool {
        guard process.isAlive else { return false }
        return try send(signal, to: process.pid)
    }

    /// Sends a signal to every process of a group; false where the group is empty.
    @discardableResult
    public static func send(_ signal: Signal, toGroup group: Int32) throws(SystemError) -> Bool {
        precondition(group > 1, "a signal to group \(group) would reach every process")
        return try sendRaw(signal, -group)
    }

    private static func sendRaw(_ signal: Signal, _ target: Int32) throws(SystemError) -> Bool {
        do {
            try SystemCall.check("kill", "\(target)") { Glibc.kill(target, signal.rawValue) }
            return true
        } catch where error.number == ESRCH {
            return false
        }
    }

    /// Waits until a child has ended.
    /// - Throws: ECHILD where it is no child of this process.
    public static func wait(for pid: Int32) throws(SystemError) -> ProcessEnd {
        try wait(pid, options: 0)!
    }

    /// The end of a child, nil while it runs.
    public static func poll(_ pid: Int32) throws(SystemError) -> ProcessEnd? {
        try wait(pid, options: WNOHANG)
    }

    /// A child that has ended and is still to be waited for, nil where none has. Until then nothing else can get its pid, so its
    /// group can be signalled without hitting strangers.
    /// - Throws: ECHILD where this process has no child at all.
    public static func endedChild() throws(SystemError) -> Int32? {
        let pid = try SystemCall.check("wait", "for a child") { berth_ended_child() }
        return pid == 0 ? nil : pid
    }

    /// The children of a process, zombies left out.
    /// - Complexity: O(processes on the host).
    public static func children(of pid: Int32) -> [ProcessStatus] {
        ProcessStatus.all().filter { $0.parent == pid && !$0.hasEnded }
    }

    /// The processes in whose starting environment `name` has this value, as far as this process may look.
    ///
    /// One that is between two programs just now, in execve(2), shows no environment; it is waited for, at most a second.
    /// - Complexity: O(processes on the host).
    public static func withEnvironment(_ name: String, _ value: String) -> [ProcessIdentity] {
        let wanted = Array("\(name)=\(value)".utf8)
        return ProcessStatus.all().filter { status in
            environment(of: status).split(separator: 0).contains { $0.elementsEqual(wanted) }
        }.map(\.identity)
    }

    /// The variables that a process was started with, each with a zero byte behind it; empty where there are none to be seen.
    private static func environment(of process: ProcessStatus) -> [UInt8] {
        var status = process
        for _ in 0..<1000 {
            guard !status.hasEnded, status.hasMemory, let bytes = try? Files.read("/proc/\(process.pid)/environ", limit: 4 << 20) else {
                return []
            }
            if !bytes.isEmpty { return bytes }
            // Asked again, for what is empty may be of an instant between two programs.
            guard let now = ProcessStatus.of(process.pid), now.identity == process.identity, now.environmentLength != 0 else { return [] }
            status = now
            _ = try? Poll.wait([], milliseconds: 1)
        }
        return []
    }
}
