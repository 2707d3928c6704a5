import ArgumentParser
import BerthModel
import BerthStorage

struct PolicyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a policy file, without a daemon.", discussion: "Exit code 78 on any fault, named by file, line and column.")

    @Argument(help: "Policy files.")
    var files: [String]

    mutating func run() async throws {
        var worst: Int32 = 0
        for file in files {
            do {
                _ = try PolicyCheckCommand.checked(file)
                Invocation.console.line("\(file): good")
            } catch {
                worst = max(worst, Failure.report(error, on: Invocation.console))
            }
        }
        guard worst == 0 else { throw Exit(code: worst) }
    }

    /// The text of a policy file that is good in itself; its warnings are told.
    /// - Throws: `BerthError` whose exit code is 78 for any fault of the file.
    static func checked(_ file: String) throws(BerthError) -> String {
        do {
            let text = try InputFile.text(file, limit: PolicyFile.fileBytesMax)
            for warning in try PolicyFile(text, fileName: file).warnings { Invocation.console.note("berth: \(warning)") }
            return text
        } catch {
            throw error.ofConfiguration
        }
    }
}
