import ArgumentParser
import BerthModel
import BerthStorage

struct PolicyExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say what a key of the policy file means.",
        discussion: "From the same description that reads the file. Without a key: all of them, one a line.")

    @OptionGroup var output: OutputOptions
    @Argument(help: ArgumentHelp("A key: queues.research.max_time, queue.max_time or max_time.", valueName: "key"))
    var key: String?

    mutating func run() async throws {
        let format = try output.format()
        let entries = try key.map { key throws(BerthError) in try PolicyGuide.find(key) } ?? PolicyGuide.entries
        guard format == .table, key != nil else {
            return Invocation.console.out(try PolicyKeyListing.listing.text(entries, format))
        }
        Invocation.console.out(entries.map(PolicyKeyListing.sheet).joined(separator: "\n"))
    }
}

/// Keys of the policy file in every format.
enum PolicyKeyListing {
    struct Value: Encodable {
        var key, type, `default`, meaning, example, effect: String
    }

    static let listing = Listing<PolicyGuide.Entry, Value>(
        columns: [
            Column("KEY") { $0.name }, Column("TYPE") { plain($0.key.form.words) }, Column("DEFAULT") { plain($0.key.usual) },
            Column("MEANING") { plain($0.key.meaning) }, Column("EXAMPLE") { $0.key.example }, Column("EFFECT") { $0.effect.sentence },
        ],
        usual: ["KEY", "TYPE", "DEFAULT", "MEANING"], name: \.name,
        value: { entry in
            Value(
                key: entry.name, type: plain(entry.key.form.words), default: plain(entry.key.usual), meaning: plain(entry.key.meaning),
                example: entry.key.example, effect: entry.effect.sentence)
        }, key: "keys")

    static func sheet(_ entry: PolicyGuide.Entry) -> String {
        let key = entry.key
        return """
            \(entry.name)
              meaning  \(plain(key.meaning))
              type     \(plain(key.form.words))
              default  \(key.isRequired ? "none: it must be there" : plain(key.usual))
              example  \(key.name): \(key.example)
              effect   \(entry.effect.sentence)

            """
    }

    /// The words of the documentation without its marks.
    private static func plain(_ text: String) -> String { text.replacing("`", with: "") }
}
