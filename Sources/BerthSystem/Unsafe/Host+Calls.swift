import CBerthSystem
import Glibc

extension SystemClock {
    /// Nanoseconds of a clock.
    static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        let answer = unsafe clock_gettime(clock, &time)
        precondition(answer == 0, "clock \(clock) cannot be read")
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension SystemRandom {
    /// Bytes from the kernel's generator, fit for secrets.
    public static func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            // The kernel gives up to 256 bytes in one piece, never interrupted (getrandom(2)).
            var part = [UInt8](repeating: 0, count: min(256, count - bytes.count))
            let got = unsafe berth_random(&part, part.count)
            if got > 0 { bytes += part.prefix(got) } else { precondition(errno == EINTR, "getrandom failed: errno \(errno)") }
        }
        return bytes
    }
}

extension HostName {
    /// The name of this host, as uname(2) gives it.
    public static func current() throws(SystemError) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        try SystemCall.check("gethostname") { unsafe gethostname(&buffer, buffer.count - 1) }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension Environment {
    public static func value(of name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// Every variable by name.
    public static func all() -> [String: String] {
        var variables: [String: String] = [:]
        guard var next = unsafe environ as UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? else { return variables }
        while let entry = unsafe next.pointee {
            let text = unsafe String(cString: entry)
            if let equals = text.firstIndex(of: "=") { variables[String(text[..<equals])] = String(text[text.index(after: equals)...]) }
            unsafe next += 1
        }
        return variables
    }
}

extension Terminal {
    /// Columns of the terminal behind a descriptor, nil where there is none.
    public static func width(_ descriptor: Int32 = 1) -> Int? {
        let columns = Int(berth_terminal_width(descriptor))
        return columns > 0 ? columns : nil
    }
}
