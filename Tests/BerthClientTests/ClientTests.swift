import BerthAPI
import BerthModel
import BerthSystem
import CannedServer
import Synchronization
import Testing

@testable import BerthClient

/// Runs a test against a canned server and a client of it, and clears both away. The client tries again for longer than a test may have
/// to wait for a thread between two tries.
func withServer(
    retryWindow: Duration = .seconds(3600), _ answer: @escaping @Sendable (CannedServer.Seen, Int) -> CannedServer.Answer,
    test: (Client, CannedServer) async throws -> Void
) async throws {
    let server = try await CannedServer(answer)
    let client = Client(path: server.path, retryWindow: retryWindow)
    do {
        try await test(client, server)
    } catch {
        await client.close()
        await server.stop()
        throw error
    }
    await client.close()
    await server.stop()
}

enum Canned {
    static let submitted = #"{"id":"41","created":true,"state":"pending","agency":"noaa","nodes":[],"watts":0,"modelled":false}"#
    static let version =
        #"{"name":"berthd","version":"0.1.0","features":[],"executor":"local","fleet":"f","policy_revision":1,"seq":7,"nodes":1}"#
    static func event(_ sequence: Int, _ kind: String) -> String {
        #"{"seq":\#(sequence),"time":"2026-03-01T12:00:00.000Z","kind":"\#(kind)","job":"41","message":"m"}"# + "\n"
    }
}

@Suite struct ClientTests {
    @Test("an answer that comes byte by byte is the same answer")
    func partialReads() async throws {
        try await withServer({ _, _ in .pieces(Canned.version.map(String.init)) }) { client, _ in
            let version = try await client.version()
            #expect(version.sequence == 7)
            #expect(version.version == "0.1.0")
        }
    }

    @Test("several requests go over one connection")
    func keptConnection() async throws {
        try await withServer({ _, _ in .status(200, Canned.version) }) { client, server in
            for _ in 0..<5 { _ = try await client.version() }
            #expect(server.requests.count == 5)
            #expect(server.connections == 1)
        }
    }

    @Test("requests made at once are answered each with its own answer")
    func concurrentRequests() async throws {
        try await withServer({ request, _ in .status(200, request.target) }) { client, _ in
            let answers = try await withThrowingTaskGroup(of: (String, [UInt8]).self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let target = "/v1/\(number)"
                        return (target, try await client.raw(target))
                    }
                }
                var answers: [(String, [UInt8])] = []
                for try await answer in group { answers.append(answer) }
                return answers
            }
            #expect(answers.count == 20)
            #expect(answers.allSatisfy { Array($0.0.utf8) == $0.1 })
        }
    }

    @Test("a problem becomes its error, with field and hint")
    func problem() async throws {
        let problem =
            #"{"type":"about:blank","title":"NotFound","status":404,"code":"NotFound","detail":"there is no job 9","hint":"berth ls"}"#
        try await withServer({ _, _ in .status(404, problem, type: Wire.problem) }) { client, _ in
            let error = await #expect(throws: BerthError.self) { try await client.job("9") }
            #expect(error?.code == .notFound)
            #expect(error?.message == "there is no job 9")
            #expect(error?.hint == "berth ls")
        }
    }

    @Test("a broken connection repeats a submission with the same key, and gives one job")
    func submissionIsRepeated() async throws {
        try await withServer({ _, number in
            switch number {
            case 0: .hangUp
            case 1: .tornAfter("{\"id\":")
            default: .status(201, Canned.submitted)
            }
        }) { client, server in
            let view = try await client.submit(JobFileBody(Array("{}".utf8), form: .json), key: "k-1", directory: "/home")
            #expect(view.id == "41")
            #expect(server.requests.map { $0.headers["idempotency-key"] } == ["k-1", "k-1", "k-1"])
            #expect(server.requests.allSatisfy { $0.body == "{}" && $0.headers["berth-directory"] == "/home" })
        }
    }

    @Test("a broken connection does not repeat a change that has no key")
    func changeIsNotRepeated() async throws {
        try await withServer({ _, _ in .hangUp }) { client, server in
            let error = await #expect(throws: BerthError.self) { try await client.patch("41", JobPatch(requeue: true)) }
            #expect(error?.code == .unreachable)
            #expect(server.requests.count == 1)
        }
    }

    @Test("repeating ends when the window is over")
    func windowEnds() async throws {
        try await withServer(retryWindow: .seconds(1), { _, _ in .hangUp }) { client, server in
            let error = await #expect(throws: BerthError.self) { try await client.version() }
            #expect(error?.code == .unreachable)
            #expect(server.requests.count > 1)
        }
    }

    @Test("what does not speak HTTP is named as such")
    func garbage() async throws {
        try await withServer({ _, _ in .garbage("SSH-2.0-OpenSSH\r\n\r\n") }) { client, _ in
            let error = await #expect(throws: BerthError.self) { try await client.version() }
            #expect(error?.message.contains("does not speak HTTP") == true)
        }
    }

    @Test("a missing socket and one that nobody listens on are told apart, both as unreachable")
    func unreachable() async throws {
        let missing = Client(path: "/tmp/berth-no-such-\(UniqueName.random())")
        let error = await #expect(throws: BerthError.self) { try await missing.version() }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("no such socket") == true)
        await missing.close()

        let long = Client(path: "/tmp/" + String(repeating: "x", count: 200))
        let tooLong = await #expect(throws: BerthError.self) { try await long.version() }
        #expect(tooLong?.code == .usage)
        await long.close()
    }

    @Test("a batch keeps the order of its lines, with what was wrong at each")
    func batch() async throws {
        let problem = #"{"type":"about:blank","title":"x","status":422,"code":"NoSuchKind","detail":"no node has h100"}"#
        let body = #"{"line":1,"id":"7","created":true}"# + "\n" + #"{"line":2,"problem":\#(problem)}"# + "\n"
        try await withServer({ _, _ in .pieces([String(body.prefix(20)), String(body.dropFirst(20))]) }) { client, server in
            let answers = try await client.submitBatch([Array("{\"a\":1}".utf8), Array("{\"b\":2}".utf8)], key: "k")
            #expect(answers.map(\.id) == ["7", nil])
            #expect(answers[1].problem?.code == "NoSuchKind")
            #expect(server.requests[0].body == "{\"a\":1}\n{\"b\":2}")
            #expect(server.requests[0].headers["content-type"] == Wire.ndjson)
        }
    }

    @Test("pages are read to the last one")
    func pages() async throws {
        try await withServer({ request, _ in
            request.target.contains("cursor=2") ? .status(200, #"{"jobs":[]}"#) : .status(200, #"{"jobs":[],"next_cursor":"2"}"#)
        }) { client, server in
            _ = try await client.allJobs(JobQuery(states: ["pending", "held"], mine: true))
            #expect(server.requests.count == 2)
            #expect(server.requests[0].target == "/v1/jobs?state=pending%2Cheld&mine=true&limit=5000")
        }
    }
}
