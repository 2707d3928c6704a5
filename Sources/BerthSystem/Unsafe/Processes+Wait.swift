import Glibc

extension Processes {
    static func wait(_ pid: Int32, options: Int32) throws(SystemError) -> ProcessEnd? {
        var status: Int32 = 0
        let ended = try SystemCall.check("wait", "for process \(pid)") { unsafe waitpid(pid, &status, options) }
        return ended == 0 ? nil : ProcessEnd(waitStatus: status)
    }
}
