/// The part of /proc/PID/stat that tells processes apart (proc_pid_stat(5)).
public struct ProcessStatus: Sendable, Equatable {
    public let pid: Int32
    /// One letter: `R` running, `S` sleeping, `Z` ended and not yet waited for.
    public let state: Character
    public let parent: Int32
    public let group: Int32
    public let session: Int32
    public let startTime: UInt64
    /// Whether it has memory of its own or shared. Threads of the kernel have none, and a process on its way out gives it back first.
    let hasMemory: Bool
    /// Bytes of the environment it was started with; nil where that cannot be told: it is between two programs, in execve(2), or this
    /// process may not look.
    let environmentLength: UInt64?

    public var hasEnded: Bool { state == "Z" || state == "X" }
    public var identity: ProcessIdentity { ProcessIdentity(pid: pid, startTime: startTime) }

    /// The status of a process, nil where there is none.
    public static func of(_ pid: Int32) -> ProcessStatus? {
        guard let text = try? Files.readText("/proc/\(pid)/stat", limit: 4096) else { return nil }
        return ProcessStatus(text)
    }

    /// Reads one line of /proc/PID/stat. The second field is a name in parentheses that may itself hold any character.
    init?(_ text: String) {
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else { return nil }
        let fields = text[text.index(after: close)...].split(separator: " ")
        guard fields.count > 19, let pid = Int32(text[..<open].filter { $0 != " " }), let state = fields[0].first,
            let parent = Int32(fields[1]), let group = Int32(fields[2]), let session = Int32(fields[3]),
            let startTime = UInt64(fields[19])
        else { return nil }
        func number(_ field: Int) -> UInt64 { fields.indices.contains(field) ? UInt64(fields[field]) ?? 0 : 0 }
        let environment = (start: number(47), end: number(48))
        self.pid = pid
        self.state = state
        self.parent = parent
        self.group = group
        self.session = session
        self.startTime = startTime
        hasMemory = number(20) > 0
        environmentLength = environment.end == 0 ? nil : environment.end - min(environment.start, environment.end)
    }

    /// Every process that can be seen. Those that end meanwhile are left out.
    public static func all() -> [ProcessStatus] {
        let names = (try? Files.list("/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap(of)
    }
}
