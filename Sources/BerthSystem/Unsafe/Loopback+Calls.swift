import CBerthSystem
import Glibc

extension Loopback {
    /// A non-blocking socket on its way to a port; poll for writable, then ask `connectionError`.
    /// - Throws: ECONNREFUSED and the like where the kernel knows at once.
    public static func startConnecting(port: UInt16) throws(SystemError) -> FileDescriptor {
        let socket = try open(nonBlocking: true)
        var address = address(port)
        do {
            try SystemCall.check("connect", "to 127.0.0.1:\(port)") {
                unsafe withGeneric(&address) { unsafe connect(socket.number, $0, $1) }
            }
        } catch where error.number == EINPROGRESS {
            return socket
        }
        return socket
    }

    /// 0 where a connection has been made, else the error number of the attempt.
    public static func connectionError(_ socket: FileDescriptor) -> Int32 {
        var number: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        let answer = unsafe getsockopt(socket.number, SOL_SOCKET, SO_ERROR, &number, &length)
        return answer == 0 ? number : errno
    }

    /// Whether a port can be bound on loopback right now. Nothing is reserved.
    public static func isFree(port: UInt16) throws(SystemError) -> Bool {
        let socket = try open(nonBlocking: false)
        var address = address(port)
        do {
            try SystemCall.check("bind", "127.0.0.1:\(port)") { unsafe withGeneric(&address) { unsafe Glibc.bind(socket.number, $0, $1) } }
            return true
        } catch where error.number == EADDRINUSE || error.number == EACCES {
            return false
        }
    }

    /// A listening socket, for a port that the kernel picks when 0 is asked for.
    public static func listen(port: UInt16 = 0) throws(SystemError) -> (socket: FileDescriptor, port: UInt16) {
        let socket = try open(nonBlocking: false)
        var address = address(port)
        try SystemCall.check("bind", "127.0.0.1:\(port)") { unsafe withGeneric(&address) { unsafe Glibc.bind(socket.number, $0, $1) } }
        try SystemCall.check("listen") { Glibc.listen(socket.number, 64) }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try SystemCall.check("getsockname") {
            unsafe withGeneric(&address) { pointer, _ in unsafe getsockname(socket.number, .init(mutating: pointer), &length) }
        }
        return (socket, UInt16(bigEndian: address.sin_port))
    }

    /// The next connection to a listening socket.
    public static func accept(_ socket: FileDescriptor) throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try SystemCall.check("accept") { berth_accept(socket.number) })
    }

    private static func open(nonBlocking: Bool) throws(SystemError) -> FileDescriptor {
        let flags = SOCK_CLOEXEC.rawValue | (nonBlocking ? SOCK_NONBLOCK.rawValue : 0)
        let made = FileDescriptor(owning: try SystemCall.check("socket") { socket(AF_INET, Int32(SOCK_STREAM.rawValue | flags), 0) })
        // As servers do: connections that ended a moment ago do not keep their port from the next one.
        var on: Int32 = 1
        try SystemCall.check("setsockopt") {
            unsafe setsockopt(made.number, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        }
        return made
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }

    private static func withGeneric<Answer>(
        _ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Answer
    ) -> Answer {
        unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}
