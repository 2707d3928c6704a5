import BerthSystem

extension CurrentProcess {
    /// The most memory that this process has had at once, in MiB; nil where the kernel does not say.
    static var residentMebibytesMax: Int? {
        guard let status = try? Files.readText("/proc/self/status", limit: 1 << 16),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kibibytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return kibibytes / 1024
    }
}
