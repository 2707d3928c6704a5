import Glibc

extension Processes {
    static func wait(_ pid: Int32, options: Int32) throws(SystemError) -> (pid: Int32, end: ProcessEnd)? {
        var status: Int32 = 0
        let ended = try SystemCall.check("wait", pid > 0 ? "for process \(pid)" : "for a child") { unsafe waitpid(pid, &status, options) }
        return ended == 0 ? nil : (ended, ProcessEnd(waitStatus: status))
    }
}
