import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct DrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Take nodes out of service for new jobs; their jobs run on.", discussion: "berth drain h-09 --reason \"fan 3\"")

    @Option(help: "Why, for those who find it drained.")
    var reason: String

    @Flag(name: .customLong("no-evict"), help: "Let running jobs end by themselves (always so).")
    var noEvict = false

    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: ArgumentHelp("Names of nodes.", valueName: "h-[01-04]"))
    var names: [String]

    mutating func run() async throws {
        let reason = reason
        try await NodeChange.make(names, connection, Invocation.console) { client, name throws(BerthError) in try await client.drain(name, reason: reason) }
    }
}

struct UndrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "undrain", abstract: "Put nodes back into service.", aliases: ["resume", "uncordon"])
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: ArgumentHelp("Names of nodes.", valueName: "h-[01-04]"))
    var names: [String]

    mutating func run() async throws {
        try await NodeChange.make(names, connection, Invocation.console) { client, name throws(BerthError) in try await client.undrain(name) }
    }
}

/// One change to several nodes.
enum NodeChange {
    static func make(
        _ names: [String], _ connection: ConnectionOptions, _ console: Console, change: (Client, String) async throws(BerthError) -> NodeView
    ) async throws {
        var expanded: [String] = []
        for text in names { expanded += try NameRange.expand(text) }
        let client = connection.client()
        var worst: BerthError?
        for name in expanded {
            do {
                let node = try await change(client, name)
                console.line("node \(node.name) \(node.state)\(node.jobs.isEmpty ? "" : ", \(node.jobs.count) jobs run on")")
            } catch {
                guard error.code != .unreachable else { throw error }
                console.note(Failure.line(error))
                worst = error
            }
        }
        if let worst { throw Exit(expanded.count == 1 ? ExitCode(worst.code) : .failure) }
    }
}
