import BerthSystem
import Testing

@Suite struct ProcessesTests {
    /// Starts a program with a pipe for its output; only the program holds the writing end afterwards.
    private func start(_ request: SpawnRequest) throws -> (pid: Int32, output: FileDescriptor) {
        let (output, input) = try FileDescriptor.pipe()
        var request = request
        request.output = input
        return (try Processes.spawn(request), output)
    }

    @Test("a spawned program sees its arguments, environment and directory, and nothing of ours")
    func spawns() throws {
        let scratch = try Scratch()
        let leak = try FileDescriptor.open("/dev/null", [.read])
        let command = "echo \"$A\"; pwd -P; ls /proc/self/fd | tr '\\n' ' '; exit 7"
        let environment = ["A": "x y", "PATH": "/usr/bin:/bin"]
        let (pid, output) = try start(SpawnRequest("sh", ["-c", command], environment: environment, directory: scratch.path))
        let text = String(decoding: try output.readToEnd(limit: 1000), as: UTF8.self)
        // ls itself opens the directory as descriptor 3.
        #expect(text == "x y\n\(try Files.resolve(scratch.path))\n0 1 2 3 ")
        #expect(try Processes.wait(for: pid) == .exited(7))
        withExtendedLifetime(leak) {}
    }

    @Test("a signal that ends a process is told from a code")
    func tellsSignals() throws {
        let pid = try Processes.spawn(SpawnRequest("sleep", ["60"]))
        #expect(try Processes.poll(pid) == nil)
        #expect(try Processes.send(.terminate, to: pid))
        #expect(try Processes.wait(for: pid) == .signalled(.terminate))
        #expect(try !Processes.send(.terminate, to: pid))
        let error = #expect(throws: SystemError.self) { try Processes.wait(for: pid) }
        #expect(error?.number == ErrorNumber.noChild)
    }

    @Test("a program that is not there is reported by the parent")
    func missingProgram() {
        let error = #expect(throws: SystemError.self) { try Processes.spawn(SpawnRequest("/no/such/program")) }
        #expect(error?.number == ErrorNumber.notFound)
        #expect(error?.subject == "/no/such/program")
    }

    @Test("signals that the parent ignores or blocks reach the child as ever")
    func resetsSignals() async {
        await #expect(processExitsWith: .exitCode(42)) {
            CurrentProcess.ignore(.terminate)
            try CurrentProcess.block([.terminate])
            let pid = try Processes.spawn(SpawnRequest("sleep", ["60"]))
            try Processes.send(.terminate, to: pid)
            let end = try Processes.wait(for: pid)
            try CurrentProcess.execute("/bin/sh", ["-c", end == .signalled(.terminate) ? "exit 42" : "exit 1"], environment: [:])
        }
    }

    @Test("a pid alone is not the process: the start time must match, and a zombie has ended")
    func knowsProcesses() throws {
        let own = CurrentProcess.identity()
        #expect(own.isAlive)
        #expect(ProcessIdentity("\(own)\n") == own)
        #expect(ProcessIdentity("12") == nil && ProcessIdentity("-3 4") == nil && ProcessIdentity("x y") == nil)
        let earlier = ProcessIdentity(pid: own.pid, startTime: own.startTime - 1)
        #expect(!earlier.isAlive)
        #expect(try !Processes.send(.kill, to: earlier))

        let pid = try Processes.spawn(SpawnRequest("sleep", ["60"]))
        let child = try #require(ProcessStatus.of(pid))
        #expect(child.parent == own.pid && child.identity.isAlive)
        #expect(Processes.children(of: own.pid).contains { $0.pid == pid })
        try Processes.send(.kill, to: child.identity)
        while child.identity.isAlive {}
        #expect(ProcessStatus.of(pid)?.hasEnded == true)
        #expect(try Processes.wait(for: pid) == .signalled(.kill))
        #expect(ProcessStatus.of(pid) == nil)
    }

    @Test("a new session is its own group, and the whole group gets a signal")
    func signalsGroups() throws {
        var request = SpawnRequest("sh", ["-c", "sleep 60 & echo started; wait"])
        request.newSession = true
        let (pid, output) = try start(request)
        #expect(try output.read(upTo: 8) == Array("started\n".utf8))
        let status = try #require(ProcessStatus.of(pid))
        #expect(status.group == pid && status.session == pid)
        #expect(ProcessStatus.all().filter { $0.group == pid }.count == 2)
        #expect(try Processes.send(.kill, toGroup: pid))
        #expect(try Processes.wait(for: pid) == .signalled(.kill))
    }

    @Test("processes are found by a variable of their environment")
    func findsByEnvironment() throws {
        let mark = UniqueName.random()
        var environment = Environment.all()
        environment["BERTH_TEST_MARK"] = mark
        let pid = try Processes.spawn(SpawnRequest("sleep", ["60"], environment: environment))
        #expect(Processes.withEnvironment("BERTH_TEST_MARK", mark).map(\.pid) == [pid])
        #expect(Processes.withEnvironment("BERTH_TEST_MARK", "another").isEmpty)
        try Processes.send(.kill, to: pid)
        _ = try Processes.wait(for: pid)
    }

    @Test("a process that becomes another program over and over is found at every look")
    func findsBetweenPrograms() throws {
        let scratch = try Scratch()
        let script = "\(scratch.path)/again"
        try Files.append("exec /bin/sh \"$0\"\n".utf8, to: script)
        let mark = UniqueName.random()
        let pid = try Processes.spawn(SpawnRequest("/bin/sh", [script], environment: ["BERTH_TEST_MARK": mark]))
        for _ in 0..<100 { #expect(Processes.withEnvironment("BERTH_TEST_MARK", mark).map(\.pid) == [pid]) }
        try Processes.send(.kill, to: pid)
        #expect(try Processes.wait(for: pid) == .signalled(.kill))
    }

    @Test(
        "signals are known by name and number",
        arguments: [("TERM", 15), ("sigusr1", 10), ("SIGKILL", 9), ("9", 9), ("64", 64)] as [(String, Int32)])
    func readsSignals(text: String, number: Int32) {
        #expect(Signal(named: text)?.rawValue == number)
    }

    @Test("what is no signal is refused", arguments: ["", "SIG", "TERMINATE", "0", "65", "-9", "9x"])
    func refusesSignals(text: String) {
        #expect(Signal(named: text) == nil)
    }
}
