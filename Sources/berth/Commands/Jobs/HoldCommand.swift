import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "hold", abstract: "Keep waiting jobs from starting.")
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @OptionGroup var jobs: JobSelection

    mutating func run() async throws { try await jobs.change(JobPatch(hold: true), "held", connection) }
}

struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "release", abstract: "Let held jobs start.")
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @OptionGroup var jobs: JobSelection

    mutating func run() async throws { try await jobs.change(JobPatch(hold: false), "released", connection) }
}

/// One change to several jobs.
enum JobChange {
    static func make(_ patch: JobPatch, _ words: [String], _ connection: ConnectionOptions, _ console: Console) async throws {
        let ids = try JobArguments.ids(words)
        let client = connection.client()
        var worst: BerthError?
        for id in ids {
            do {
                let job = try await client.patch(id, patch)
                console.line("job \(id) \(job.state)")
            } catch {
                guard error.code != .unreachable else { throw error }
                console.note(Failure.line(error))
                worst = error
            }
        }
        if let worst { throw Exit(ids.count == 1 ? ExitCode(worst.code) : .failure) }
    }
}
