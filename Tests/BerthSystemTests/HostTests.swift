@testable import BerthSystem
import Glibc
import Testing

@Suite struct HostTests {
    @Test("a UUID is of version 4 and never the same")
    func uuids() {
        let made = (0..<1000).map { _ in UniqueName.uuid() }
        #expect(Set(made).count == 1000)
        for uuid in made {
            let groups = uuid.split(separator: "-")
            #expect(groups.map(\.count) == [8, 4, 4, 4, 12])
            #expect(groups[2].first == "4" && "89ab".contains(groups[3].first!))
        }
        #expect(SystemRandom.bytes(1000).count == 1000)
        #expect(SystemRandom.bytes(0).isEmpty)
    }

    @Test("clocks run forwards and the host has a name")
    func clocks() throws {
        let (before, after) = (SystemClock.monotonic(), SystemClock.monotonic())
        #expect(before <= after)
        #expect(SystemClock.wall() > 1_700_000_000_000)
        #expect(try !HostName.current().isEmpty)
    }

    @Test("the environment is read by name and as a whole")
    func environment() {
        #expect(Environment.value(of: "BERTH_NO_SUCH_VARIABLE") == nil)
        let all = Environment.all()
        #expect(!all.isEmpty)
        for (name, value) in all { #expect(Environment.value(of: name) == value) }
    }

    @Test("a pipe is no terminal and has no width")
    func terminal() throws {
        let (input, _) = try FileDescriptor.pipe()
        #expect(!Terminal.isTerminal(input.number))
        #expect(Terminal.width(input.number) == nil)
    }

    @Test("poll tells which descriptor is ready, and ends when the time is over")
    func polls() throws {
        let (first, second) = (try FileDescriptor.pipe(), try FileDescriptor.pipe())
        let both: [(descriptor: FileDescriptor, interest: Poll.Interest)] = [(first.read, .readable), (second.read, .readable)]
        #expect(try Poll.wait(both, milliseconds: 0) == [false, false])
        try second.write.write("x")
        #expect(try Poll.wait(both, milliseconds: nil) == [false, true])
        #expect(try Poll.wait(both, milliseconds: .max) == [false, true])
        #expect(try Poll.wait(both, milliseconds: .min) == [false, true])
    }

    @Test("a FIFO passes text on, and has no reader before it is opened")
    func fifo() throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/reports"
        try Files.createFIFO(path)
        try Files.createFIFO(path)
        let error = #expect(throws: SystemError.self) { try FileDescriptor.open(path, [.write, .nonBlocking]) }
        #expect(error?.number == ErrorNumber.noReader)
        // Opened for both, the reading end never sees an end of file.
        let reader = try FileDescriptor.open(path, [.read, .write, .nonBlocking])
        #expect(try reader.read(upTo: 10) == nil)
        try FileDescriptor.open(path, [.write, .nonBlocking]).write("run-1\n")
        #expect(try reader.read(upTo: 10) == Array("run-1\n".utf8))
    }

    @Test("a port is free until somebody listens, and then it accepts")
    func ports() throws {
        var (listener, port): (FileDescriptor?, UInt16) = try Loopback.listen()
        #expect(try !Loopback.isFree(port: port))
        #expect(Loopback.accepts(port: port, milliseconds: 5000))
        withExtendedLifetime(listener) {}
        listener = nil
        // A child that another test forks right now holds a copy until it executes.
        while Loopback.accepts(port: port, milliseconds: 5000) {}
        #expect(!Loopback.accepts(port: port, milliseconds: 5000))
    }

    @Test("without a service manager there is nobody to tell, and one that is gone is an error")
    func notifies() throws {
        #expect(try !ServiceManager.notifyReady())
        let error = #expect(throws: SystemError.self) { try ServiceManager.send("READY=1", to: "/no/such/socket") }
        #expect(error?.number == ErrorNumber.notFound)
        #expect(throws: SystemError.self) { try ServiceManager.send("READY=1", to: String(repeating: "x", count: 200)) }
    }

    @Test("a blocked signal is read from its descriptor")
    func readsSignals() async {
        await #expect(processExitsWith: .exitCode(42)) {
            let signals = try SignalDescriptor([.user1, .user2])
            #expect(try signals.next() == nil)
            // To this thread: another one of this process would not have blocked it.
            raise(Signal.user1.rawValue)
            #expect(try Poll.wait([(signals.descriptor, .readable)], milliseconds: 5000) == [true])
            let isUser1 = try signals.next() == .user1
            try CurrentProcess.execute("/bin/sh", ["-c", isUser1 ? "exit 42" : "exit 1"], environment: [:])
        }
    }

    @Test("root can become a user for good")
    func becomesUser() async throws {
        guard CurrentProcess.user == 0 else { return }
        await #expect(processExitsWith: .exitCode(42)) {
            try CurrentProcess.become(user: 65_534, group: 65_534, groups: [65_534])
            let script = "test $(id -u):$(id -g):$(id -G) = 65534:65534:65534 && exit 42"
            try CurrentProcess.execute("/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
        }
    }
}
