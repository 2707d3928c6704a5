import CBerthSystem

extension Processes {
    /// Starts a program by posix_spawn: default signal dispositions, an empty signal mask, standard descriptors as asked and no others.
    /// - Returns: its pid; the caller must wait for it.
    /// - Throws: `SystemError` where it cannot be executed.
    public static func spawn(_ request: SpawnRequest) throws(SystemError) -> Int32 {
        let null = try FileDescriptor.open("/dev/null", [.read, .write])
        // Duplicates are numbered 3 and above, so that no standard descriptor is overwritten before it is copied.
        let standard = [
            try (request.input ?? null).duplicate(), try (request.output ?? null).duplicate(), try (request.error ?? null).duplicate(),
        ]
        let numbers = standard.map(\.number)
        let arguments = CStringArray([request.program] + request.arguments)
        let environment = CStringArray(environment: request.environment ?? Environment.all())
        let directory = CStringArray(request.directory.map { [$0] } ?? [])
        var pid: Int32 = 0
        try SystemCall.checkReturned("spawn", request.program) {
            unsafe arguments.withPointer { argv in
                unsafe environment.withPointer { envp in
                    unsafe directory.withPointer { directory in
                        unsafe berth_spawn(argv, envp, directory[0], numbers, request.newSession ? 1 : 0, &pid)
                    }
                }
            }
        }
        withExtendedLifetime(standard) {}
        return pid
    }
}
