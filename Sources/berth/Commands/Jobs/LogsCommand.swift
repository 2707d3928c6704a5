import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel
import BerthSystem
import Synchronization

struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Print a job's output, read as you, not as the daemon.",
        discussion: "For a gang or a service name the member, for an array the task: berth logs 4131_7 or berth logs 4131 --task 7.")

    @Flag(name: [.customShort("f"), .customLong("follow")], help: "Go on until the job ends.")
    var follow = false

    @Option(name: [.customShort("m"), .customLong("member")], help: "Of a gang or a service, from 0.")
    var member = 0

    @Option(help: "Of an array.")
    var task: Int?

    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "Id of a job or a task.")
    var id: String

    mutating func run() async throws {
        let console = Invocation.console
        let id = try JobArguments.ids([id])[0] + (task.map { "_\($0)" } ?? "")
        if follow { return try await LogsCommand.followToEnd(id, connection, member: member, on: console) }
        let job = try await connection.client().job(id)
        let file = OutputFile(path: try LogsCommand.path(of: job, member: member))
        while let bytes = try file.next() { console.out(String(decoding: bytes, as: UTF8.self)) }
    }

    /// Prints what is there and what comes, until the job has ended and all is printed.
    static func followToEnd(_ id: String, _ connection: ConnectionOptions, member: Int = 0, on console: Console) async throws {
        let waiting = Waiting(connection: connection)
        let started = try await waiting.untilStarted(id)
        let file = OutputFile(path: try path(of: started, member: member))
        let hasEnded = Signpost()
        let end = Task {
            defer { hasEnded.raise() }
            _ = try await waiting.untilDone(id, deadline: nil)
        }
        while true {
            // Read before the file: what was written before the end is then surely read.
            let isLast = hasEnded.isRaised
            while let bytes = try file.next(mayBeMissing: !isLast) { console.out(String(decoding: bytes, as: UTF8.self)) }
            if isLast { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        try await end.value
    }

    /// The file of a member's output.
    static func path(of job: JobView, member: Int) throws(BerthError) -> String {
        guard JobID(job.id)?.task != nil || job.array == nil && Set(job.nodes.map(\.member)).count == job.nodes.count else {
            throw BerthError(.usage, "job \(job.id) is an array: its tasks have outputs of their own", hint: "name one: berth logs \(job.id)_0")
        }
        guard !job.nodes.isEmpty else {
            throw BerthError(.conflict, "job \(job.id) is \(job.state) and has not started: there is no output", hint: "berth why \(job.id)")
        }
        guard let node = job.nodes.first(where: { $0.member == member }) else {
            let members = job.nodes.map { "\($0.member)" }.joined(separator: ", ")
            throw BerthError(.usage, "job \(job.id) has no member \(member)", field: "--member", hint: "it has: \(members)")
        }
        guard let path = node.output ?? OutputPath.path(of: job, node) else {
            throw BerthError(.conflict, "berthd names no output file of job \(job.id), member \(member)")
        }
        return path
    }
}

/// A file that grows.
final class OutputFile {
    let path: String
    private var descriptor: FileDescriptor?

    init(path: String) { self.path = path }

    /// The next bytes; nil at the present end.
    /// - Throws: `BerthError` with code `inputOutput`, or `notAllowed` for a file of somebody else.
    func next(mayBeMissing: Bool = false) throws(BerthError) -> [UInt8]? {
        do {
            if descriptor == nil { descriptor = try FileDescriptor.open(path, [.read]) }
            guard let bytes = try descriptor?.read(upTo: 1 << 16), !bytes.isEmpty else { return nil }
            return bytes
        } catch {
            switch error.number {
            case ErrorNumber.notFound where mayBeMissing: return nil
            case ErrorNumber.accessDenied: throw BerthError(.notAllowed, "you may not read \(path)", cause: error)
            default: throw BerthError(.inputOutput, error.description, cause: error)
            }
        }
    }
}

/// Something that happens once.
final class Signpost: Sendable {
    private let state = Mutex(false)
    func raise() { state.withLock { $0 = true } }
    var isRaised: Bool { state.withLock { $0 } }
}

extension Waiting {
    /// Until its processes were started, or it is over.
    func untilStarted(_ id: String) async throws -> JobView { try await until(id, nil) { state, job in state.isFinal || job.startedAt != nil } }
}
