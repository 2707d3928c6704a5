import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel
import BerthStorage
import BerthSystem

struct PolicyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a policy file, without a daemon or with --live against one.",
        discussion: "Exit code 78 on any fault, named by file, line and column.")

    @Flag(help: "A user or group that this host does not know is a fault, and not only told.")
    var users = false
    @Flag(help: "Hold it against the fleet and the use of the running daemon too.")
    var live = false
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "Policy files; beside x.yaml all of x.d/*.yaml is read too.")
    var files: [String]

    mutating func run() async throws {
        var worst: Int32 = 0
        for file in files {
            do {
                let text = try PolicyCheckCommand.checked(file, requiresUsers: users)
                if live { try await hold(text, file) }
                Invocation.console.line("\(file): good" + (live ? " (\(PolicyChecksum.of(text)))" : ""))
            } catch {
                worst = max(worst, Failure.report(error, on: Invocation.console))
            }
        }
        guard worst == 0 else { throw Exit(code: worst) }
    }

    private func hold(_ text: String, _ file: String) async throws(BerthError) {
        do {
            let view = try await connection.client().checkPolicy(PolicyRequest(text: text, fileName: file, ifRevision: nil))
            if view.unchanged { Invocation.console.note("berth: \(file) is revision \(view.revision), which is in force") }
            for sentence in view.consequences ?? [] { Invocation.console.note("berth: \(sentence)") }
        } catch {
            throw error.ofConfiguration
        }
    }

    /// The text of a policy file that is good in itself; its warnings are told.
    /// - Throws: `BerthError` whose exit code is 78 for any fault of the file.
    static func checked(_ file: String, requiresUsers: Bool = false) throws(BerthError) -> String {
        do {
            let text =
                file == "-" ? try InputFile.text(file, limit: PolicyFile.fileBytesMax) : try PolicyText(reading: file).joined
            let read = try PolicyFile(text, fileName: file)
            for warning in read.warnings { Invocation.console.note("berth: \(warning)") }
            try tellUsers(of: read, isFault: requiresUsers)
            return text
        } catch {
            throw error.ofConfiguration
        }
    }

    /// A user may get an account later, so a name that is not known here is only told, unless it was asked about.
    private static func tellUsers(of file: PolicyFile, isFault: Bool) throws(BerthError) {
        for (user, place) in file.users where user != "*" {
            let isGroup = user.hasPrefix("@")
            let isKnown: Bool
            do {
                isKnown = isGroup ? try Users.group(named: String(user.dropFirst())) != nil : try Users.user(named: user) != nil
            } catch {
                throw BerthError(.inputOutput, "the users of this host cannot be read: \(error)", cause: error)
            }
            guard !isKnown else { continue }
            let what = isGroup ? "group \"\(user.dropFirst())\"" : "user \"\(user)\""
            guard !isFault else { throw BerthError(.invalidPolicy, "this host knows no \(what)", field: place) }
            Invocation.console.note("berth: \(place): this host knows no \(what) yet")
        }
    }
}
