/// The part of /proc/PID/stat that tells processes apart (proc_pid_stat(5)).
public struct ProcessStatus: Sendable, Equatable {
    public let pid: Int32
    /// One letter: `R` running, `S` sleeping, `Z` ended and not yet waited for.
    public let state: Character
    public let parent: Int32
    public let group: Int32
    public let session: Int32
    public let startTime: UInt64

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
        self.pid = pid
        self.state = state
        self.parent = parent
        self.group = group
        self.session = session
        self.startTime = startTime
    }

    /// Every process that can be seen. Those that end meanwhile are left out.
    public static func all() -> [ProcessStatus] {
        let names = (try? Files.list("/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap(of)
    }
}
