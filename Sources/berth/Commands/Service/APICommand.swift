import ArgumentParser
import BerthClient
import BerthModel

struct APICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api", abstract: "Ask a route of the API and print the answer as it comes.", discussion: "berth api GET /v1/jobs")

    @Flag(help: "Print the curl command that asks the same.")
    var trace = false
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "GET, which changes nothing.")
    var method: String
    @Argument(help: "A path such as /v1/jobs?state=running.")
    var path: String

    mutating func run() async throws {
        let console = Invocation.console
        guard method.uppercased() == "GET" else {
            throw BerthError(.usage, "only GET is offered here, not \(method)", hint: "the verbs of berth make changes; see: berth help")
        }
        guard path.hasPrefix("/"), path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw BerthError(.usage, "\"\(path)\" is not a path", hint: "write it like /v1/jobs")
        }
        let client = connection.client()
        if trace { console.note("curl --unix-socket '\(client.path)' 'http://berthd\(path)'") }
        console.out(String(decoding: try await client.raw(path), as: UTF8.self))
    }
}
