import BerthSystem

/// Runs `neuron-ls`, the vendor's lister.
enum NeuronTool {
    /// It takes about a second on a full node; a driver that hangs must not hang its reader.
    static let patienceMilliseconds: Int64 = 10_000

    /// What it prints as JSON: in the spelling of Neuron 2.34 first, then in the one before; nil when neither works.
    ///
    /// - Parameter program: looked for in the PATH. The vendor's packages have a directory of their own, which a daemon's PATH must name.
    static func listing(program: String = "neuron-ls") -> String? {
        output(of: program, ["--output-format", "json"]) ?? output(of: program, ["-j"])
    }

    /// Standard output, when the program exists and leaves with 0 in time.
    private static func output(of program: String, _ arguments: [String]) -> String? {
        guard let (pid, source) = start(program, arguments) else { return nil }
        let bytes = read(from: source)
        if bytes == nil { _ = try? Processes.send(.kill, to: pid) }
        guard let end = try? Processes.wait(for: pid), end == .exited(0), let bytes else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A function of its own, because this process's write end must be gone before the end of the output can be seen.
    private static func start(_ program: String, _ arguments: [String]) -> (pid: Int32, source: FileDescriptor)? {
        guard let pipe = try? FileDescriptor.pipe() else { return nil }
        var request = SpawnRequest(program, arguments)
        request.output = pipe.write
        return (try? Processes.spawn(request)).map { ($0, pipe.read) }
    }

    /// Everything until the end, nil when it takes too long or is too much.
    private static func read(from source: FileDescriptor) -> [UInt8]? {
        let deadline = SystemClock.monotonic() + patienceMilliseconds
        var all: [UInt8] = []
        while all.count <= JSONReader.bytesMax {
            let left = deadline - SystemClock.monotonic()
            guard left > 0, let ready = try? Poll.wait([(source, .readable)], milliseconds: left), ready == [true],
                let part = try? source.read(upTo: 1 << 16)
            else { return nil }
            if part.isEmpty { return all }
            all += part
        }
        return nil
    }
}
