import Foundation

/// Looks at the processes of this machine through `/proc`.
public enum Processes {
    /// Ids of the processes whose command line contains `text`, this one excepted.
    public static func mentioning(_ text: String) -> [Int32] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap(Int32.init).filter { pid in
            guard pid != getpid(), let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else { return false }
            return String(decoding: line, as: UTF8.self).contains(text)
        }
    }

    /// One field of `/proc/PID/status`, such as `Cpus_allowed_list`; nil when the process is gone.
    public static func status(_ pid: Int, _ field: String) -> String? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/status") else { return nil }
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where line.hasPrefix(field + ":") {
            return line.dropFirst(field.count + 1).trimmingCharacters(in: .whitespaces)
        }
        return nil
    }

    /// The memory policy of each mapping in `/proc/PID/numa_maps`: `bind:0`, `default`, ...; empty when the kernel has no NUMA support.
    public static func memoryPolicies(_ pid: Int) -> Set<String> {
        guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/numa_maps") else { return [] }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        return Set(lines.compactMap { line in line.split(separator: " ").dropFirst().first.map(String.init) })
    }
}
