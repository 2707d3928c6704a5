import BerthAPI
import BerthModel
import BerthScheduler
@testable import BerthServer
import BerthStorage
import BerthSystem
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct DaemonTests {
    private static let job = Data(#"{"name": "a", "command": ["true"], "directory": "/tmp", "simulate": {"duration": "1h"}}"#.utf8)

    @Test("a daemon on a real socket knows its caller from the kernel, whatever the request says")
    func peer() async throws {
        let daemon = try RunningDaemon(TemporaryDirectory())
        try await daemon.start()
        let answer = try await daemon.withClient { (client) throws in
            try client.send(
                "POST", Route.jobs, body: DaemonTests.job, headers: ["X-Forwarded-User": "root", "Authorization": "Basic cm9vdDo="]
            ).status
        }
        #expect(answer == 201)
        let text = try await daemon.withClient { try $0.send("GET", "/v1/jobs/1").text }
        #expect(try JSONDecoder().decode(JobView.self, from: Data(text.utf8)).user == Users.name(of: CurrentProcess.user))
        let status = try #require(try Files.status(daemon.socket, followingLinks: false))
        #expect(status.kind == .socket && status.permissions == (CurrentProcess.user == 0 ? 0o666 : 0o600))
        await daemon.stop()
        #expect(!Files.exists(daemon.socket))
    }

    @Test(
        "another uid at the other end is another caller",
        .enabled(if: TestRun.isRoot && TestRun.has(program: "setpriv") && Files.exists("/usr/bin/python3")))
    func otherUser() async throws {
        let daemon = try RunningDaemon(TemporaryDirectory())
        try Files.setPermissions(daemon.directory.path, to: 0o755)
        try await daemon.start()
        let program = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
            s.send(b'POST /v1/nodes/h-01/drain HTTP/1.1\\r\\nhost: x\\r\\n')
            s.send(b'connection: close\\r\\ncontent-length: 14\\r\\n\\r\\n{"reason":"x"}')
            print(s.makefile().read())
            """
        let socket = daemon.socket
        let text = try await withCheckedThrowingContinuation { reply in
            Thread {
                reply.resume(
                    with: Result {
                        try ProcessResult.run([
                            "/usr/bin/env", "setpriv", "--reuid=65533", "--regid=65533", "--clear-groups", "/usr/bin/python3", "-c",
                            program, socket,
                        ]).output
                    })
            }.start()
        }
        #expect(text.contains("HTTP/1.1 403") && text.contains("NotAllowed"))
        await daemon.stop()
    }

    @Test("a second daemon on the same state is refused at once and changes nothing")
    func second() async throws {
        let daemon = try RunningDaemon(TemporaryDirectory())
        try await daemon.start()
        let other = try RunningDaemon(daemon.directory)
        let error = await #expect(throws: BerthError.self) {
            try await other.start(other.options { $0.socket = other.directory.file("other.sock") })
        }
        #expect(error?.code == .stateLocked)
        #expect(error.map(ExitStatus.init) == .tryAgain)
        #expect(!Files.exists(daemon.directory.file("other.sock")))
        #expect(try await daemon.withClient { try $0.send("GET", Route.ready).status } == 200)
        await daemon.stop()
    }

    @Test("a restarted daemon has the state of the one before, and its ids go on")
    func restart() async throws {
        let directory = try TemporaryDirectory()
        let daemon = try RunningDaemon(directory)
        try await daemon.start()
        try await daemon.withClient { (client) throws in
            for _ in 0..<20 { #expect(try client.send("POST", Route.jobs, body: DaemonTests.job).status == 201) }
            #expect(try client.send("POST", "/v1/jobs/3/cancel").status == 200)
        }
        let before = try await daemon.withClient { try $0.send("GET", Route.jobs).text }
        await daemon.stop()
        let journaled = try digest(directory)
        try await daemon.start(daemon.options { $0.policy = nil })
        #expect(try await daemon.withClient { try $0.send("GET", Route.jobs).text } == before)
        await daemon.stop()
        #expect(try digest(directory) == journaled)
        try await daemon.start(daemon.options { $0.initialise = false })
        #expect(try await daemon.withClient { try $0.send("POST", Route.jobs, body: DaemonTests.job).json["id"] as? String } == "21")
        await daemon.stop()
    }

    /// What the journal says, by a replay of its own.
    private func digest(_ directory: TemporaryDirectory) throws -> String {
        let state = try StateDirectory.open(directory.file("state"), initialise: false)
        let fleet = try FleetFile.decode(TestAPI.fleet, fileName: nil).resolve { _ throws(BerthError) in
            throw BerthError(.invalidFleet, "no host")
        }
        return try StateReplay(of: state.openJournal(), fleet: fleet, isPortFree: { _, _ in true }).scheduler.stateDigestText
    }

    @Test("a body of 100 MB is refused when its head has come, and the rest is not waited for")
    func hugeBody() async throws {
        let daemon = try RunningDaemon(TemporaryDirectory())
        try await daemon.start()
        let (status, code) = try await daemon.withClient { (client) throws in
            try client.write(Data("POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n".utf8))
            try client.write(Data(count: 1000))
            let answer = try client.readResponse()
            return (answer.status, answer.json["code"] as? String)
        }
        #expect(status == 413 && code == "BodyTooLarge")
        // Without a length it is refused when the limit is passed.
        let chunked = try await daemon.withClient { (client) throws in
            try client.write(Data("POST /v1/jobs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
            let chunk = Data("10000\r\n".utf8) + Data(repeating: 0x20, count: 65536) + Data("\r\n".utf8)
            for _ in 0..<40 { try? client.write(chunk) }
            return try client.readResponse().status
        }
        #expect(chunked == 413)
        await daemon.stop()
    }

    @Test("a follower on a kept connection sees what others submit, and ends cleanly with the daemon")
    func follow() async throws {
        let daemon = try RunningDaemon(TemporaryDirectory())
        try await daemon.start()
        async let followed = daemon.withClient { try $0.send("GET", "/v1/events?follow=true&kind=submitted").text }
        try await daemon.withClient { (client) throws in
            for _ in 0..<10 { #expect(try client.send("POST", Route.jobs, body: DaemonTests.job).status == 201) }
        }
        await daemon.stop()
        _ = try? await followed
    }

    @Test("connections that come while the daemon ends are closed, and the daemon ends as it should")
    func connectionsAtTheEnd() async throws {
        for _ in 0..<20 {
            let daemon = try RunningDaemon(TemporaryDirectory())
            try await daemon.start()
            let socket = daemon.socket
            // Opened faster than they can be served; each is closed by the daemon, or refused when the socket is gone.
            async let ended: Void = withCheckedContinuation { reply in
                Thread {
                    var clients: [SocketClient] = []
                    while clients.count < 150, let client = try? SocketClient(path: socket) { clients.append(client) }
                    reply.resume()
                }.start()
            }
            await daemon.stop()
            await ended
            #expect(!Files.exists(socket))
        }
    }

    @Test("a socket that nobody answers on is replaced; a file and a live socket are refused and left alone")
    func socketFile() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("s.sock")
        try directory.write("precious", to: "s.sock")
        var error = await #expect(throws: BerthError.self) { try await SocketFile(path: path).prepare() }
        #expect(error.map(ExitStatus.init) == .usage)
        #expect(try Files.readText(path, limit: 100) == "precious")
        let daemon = try RunningDaemon(directory)
        try await daemon.start()
        error = await #expect(throws: BerthError.self) { try await SocketFile(path: daemon.socket).prepare() }
        #expect(error?.code == .stateLocked && Files.exists(daemon.socket))
        await daemon.stop()
        error = await #expect(throws: BerthError.self) { try await SocketFile(path: "/" + String(repeating: "a", count: 120)).prepare() }
        #expect(error?.code == .usage)
    }

    @Test("a policy file that went bad does not keep a daemon from its state")
    func badPolicyLater() async throws {
        let daemon = try RunningDaemon(TemporaryDirectory())
        try await daemon.start()
        await daemon.stop()
        try daemon.directory.write("agencis: {}\n", to: "policy.yaml")
        try await daemon.start()
        #expect(try await daemon.withClient { try $0.send("POST", Route.jobs, body: DaemonTests.job).status } == 201)
        await daemon.stop()
    }

    @Test("a fleet of other hosts is refused by the local executor, and a state without a policy by every one")
    func refusals() async throws {
        let daemon = try RunningDaemon(TemporaryDirectory())
        var error = await #expect(throws: BerthError.self) { try await daemon.start(daemon.options { $0.execution = .local }) }
        #expect(error?.code == .invalidFleet)
        error = await #expect(throws: BerthError.self) { try await daemon.start(daemon.options { $0.policy = nil }) }
        #expect(error?.code == .invalidPolicy)
        error = await #expect(throws: BerthError.self) { try await daemon.start(daemon.options { $0.policy = "/nowhere/p.yaml" }) }
        #expect(error?.code == .invalidPolicy)
        error = await #expect(throws: BerthError.self) {
            let other = try RunningDaemon(TemporaryDirectory())
            try await other.start(other.options { $0.initialise = false })
        }
        #expect(error?.code == .stateMissing)
        #expect(error.map(ExitStatus.init) == .configuration)
        #expect(!Files.exists(daemon.state))
    }
}
