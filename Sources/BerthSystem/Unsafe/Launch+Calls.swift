import CBerthSystem
import Glibc

extension Launch {
    /// Starts a program. What fails in the child is told by `failure()`.
    /// - Throws: `SystemError` where there is no child.
    public init(_ request: LaunchRequest) throws(SystemError) {
        precondition(!request.command.isEmpty, "a launch needs a program")
        let command = CStringArray(request.command)
        let environment = CStringArray(environment: request.environment)
        let paths = CStringArray([request.directory, request.output ?? "", request.error ?? ""])
        let identity = request.identity
        let groups = identity?.groups ?? []
        var launch = unsafe berth_launch()
        unsafe launch.mask = request.umask
        unsafe launch.change_user = identity == nil ? 0 : 1
        unsafe launch.uid = identity?.user ?? 0
        unsafe launch.gid = identity?.group ?? 0
        unsafe launch.group_count = groups.count
        unsafe launch.keep = request.kept?.number ?? -1
        var report: Int32 = -1
        let pid = try SystemCall.check("launch", request.command[0]) {
            unsafe groups.withUnsafeBufferPointer { groups in
                unsafe launch.groups = groups.baseAddress
                return unsafe command.withPointer { argv in
                    unsafe environment.withPointer { envp in
                        unsafe paths.withPointer { paths in
                            unsafe launch.arguments = UnsafePointer(argv)
                            unsafe launch.environment = UnsafePointer(envp)
                            unsafe launch.directory = UnsafePointer(paths[0])
                            unsafe launch.output = request.output == nil ? nil : UnsafePointer(paths[1])
                            unsafe launch.error = request.error == nil ? nil : UnsafePointer(paths[2])
                            return unsafe berth_launch(&launch, &report)
                        }
                    }
                }
            }
        }
        self.init(pid: pid, report: FileDescriptor(owning: report))
    }

    /// Reads the `berth_failure` that a child writes; nil where it wrote nothing.
    static func decode(_ bytes: [UInt8]) -> (step: Int, number: Int32)? {
        guard bytes.count == MemoryLayout<berth_failure>.size else { return nil }
        let failure = unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(as: berth_failure.self) }
        return (Int(failure.step), failure.number)
    }
}

extension FileDescriptor {
    /// An in-memory file with fixed contents that only `user` (and root) can read.
    public static func sealed(
        _ contents: some Collection<UInt8>, name: String, user: UInt32, group: UInt32
    ) throws(SystemError) -> FileDescriptor {
        let bytes = Array(contents)
        return FileDescriptor(
            owning: try SystemCall.check("seal", name) { unsafe berth_sealed_file(name, bytes, bytes.count, user, group) })
    }

    /// The same open file under a number of at least `lowest`, out of the way of the numbers that scripts use by hand.
    public func moved(above lowest: Int32) throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try SystemCall.check("duplicate") { fcntl(number, F_DUPFD_CLOEXEC, lowest) })
    }
}
