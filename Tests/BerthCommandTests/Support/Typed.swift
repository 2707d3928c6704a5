import CannedServer
import Synchronization

@testable import berth

/// What a command line said and how it ended.
struct Typed: Sendable {
    var out: String
    var notes: [String]
    var code: Int32

    /// Runs `berth` with these words in this process.
    static func run(_ words: [String]) async -> Typed {
        let spoken = Spoken()
        let console = Console(out: { spoken.out($0) }, note: { spoken.note($0) }, isInteractive: false)
        let code = await Entry.run(words, on: console)
        return Typed(out: spoken.text, notes: spoken.notes, code: code)
    }

    /// Runs `berth` against a server that gives canned answers by method and path; what it does not know is 404.
    static func run(_ words: [String], answers: [String: String]) async throws -> (typed: Typed, requests: [CannedServer.Seen]) {
        try await run(words) { request, _ in
            let path = request.target.prefix { $0 != "?" }
            guard let body = answers["\(request.method) \(path)"] else {
                return .status(404, #"{"type":"about:blank","title":"NotFound","status":404,"code":"NotFound","detail":"there is no \#(path)"}"#)
            }
            return .status(200, body)
        }
    }

    static func run(
        _ words: [String], _ answer: @escaping @Sendable (CannedServer.Seen, Int) -> CannedServer.Answer
    ) async throws -> (typed: Typed, requests: [CannedServer.Seen]) {
        let server = try await CannedServer(answer)
        // Flags go before the words of a script or command.
        let typed = await run([words[0], "--socket", server.path] + words.dropFirst())
        let requests = server.requests
        await server.stop()
        return (typed, requests)
    }
}

/// Collects what a command says.
private final class Spoken: Sendable {
    private let state = Mutex((out: "", notes: [String]()))
    func out(_ text: String) { state.withLock { $0.out += text } }
    func note(_ line: String) { state.withLock { $0.notes.append(line) } }
    var text: String { state.withLock { $0.out } }
    var notes: [String] { state.withLock { $0.notes } }
}
