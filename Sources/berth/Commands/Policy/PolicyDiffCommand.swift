import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct PolicyDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Say what a policy file would change, and what follows.",
        discussion: """
            Compared is what the policies mean: order, comments, units and values that are the usual ones do not matter.
            Exit code 0 where nothing changes, 1 where something does.
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions
    @Argument(help: "The policy file.")
    var file: String

    mutating func run() async throws {
        let (format, console) = (try output.format(), Invocation.console)
        let text = try PolicyCheckCommand.checked(file)
        let view: PolicyDiffView
        do {
            view = try await connection.client().diffPolicy(PolicyRequest(text: text, fileName: file, ifRevision: nil))
        } catch {
            throw error.ofConfiguration
        }
        switch format {
        case .json: console.out(try Structured.json(view))
        case .yaml: console.out(try Structured.yaml(view))
        case .ndjson: console.out(try Structured.ndjson(view.changes))
        default: console.out(PolicyDiffCommand.text(view))
        }
        if !view.changes.isEmpty { throw Exit(.failure) }
    }

    /// One line a change, grouped by what it is about.
    static func text(_ view: PolicyDiffView) -> String {
        guard !view.changes.isEmpty else { return "nothing changes: the file means what revision \(view.revision) says\n" }
        var text = ""
        var subject = ""
        for change in view.changes {
            if change.subject != subject, !change.key.isEmpty { text += "\(change.subject)\n" }
            subject = change.subject
            let line = PolicyDiffCommand.line(change)
            text += change.key.isEmpty ? "\(line)\n" : "  \(line)\n"
        }
        if !view.consequences.isEmpty { text += "what follows\n" + view.consequences.map { "  \($0)\n" }.joined() }
        return text
    }

    private static func line(_ change: PolicyDiffView.Change) -> String {
        let name = change.key.isEmpty ? change.subject : change.key
        return switch (change.old, change.new) {
        case (nil, let new?): "+ \(name)  \(Plain.cell(new))"
        case (let old?, nil): "- \(name)  \(Plain.cell(old))"
        case (let old?, let new?): "~ \(name)  \(Plain.cell(old)) -> \(Plain.cell(new))"
        case (nil, nil): "~ \(name)"
        }
    }
}
