import ArgumentParser
import BerthModel

/// What `-o` asks for.
enum OutputFormat: Equatable, Sendable {
    /// A table for people; it may change in any release.
    case table
    /// A table with every column.
    case wide
    /// A table of chosen columns.
    case columns([String])
    /// squeue's words: one column for each `%x`.
    case squeue([SqueueField])
    /// Only the names or ids, one a line.
    case name
    case json
    /// One JSON object a line.
    case ndjson
    case yaml

    static let words = ["json", "ndjson", "yaml", "wide", "name", "table=COL,.."]

    /// - Throws: `BerthError` with code `usage`.
    init(parsing text: String) throws(BerthError) {
        switch text {
        case "json": self = .json
        case "ndjson": self = .ndjson
        case "yaml": self = .yaml
        case "wide": self = .wide
        case "name": self = .name
        case "table": self = .table
        default:
            if text.hasPrefix("%") {
                self = .squeue(try SqueueField.fields(of: text))
            } else if let list = OutputFormat.columnList(text) {
                self = .columns(list)
            } else {
                let near = Spelling.nearest(to: text, among: ["json", "ndjson", "yaml", "wide", "name", "table"])
                throw BerthError(
                    .usage, "-o takes no format \"\(text)\"",
                    hint: near.map { "did you mean \"\($0)\"?" } ?? "known: \(OutputFormat.words.joined(separator: ", ")), or squeue's \"%i %T\"")
            }
        }
    }

    /// `table=ID,WHY`, and kubectl's `custom-columns=ID,WHY`.
    private static func columnList(_ text: String) -> [String]? {
        for prefix in ["table=", "custom-columns="] where text.hasPrefix(prefix) {
            let names = text.dropFirst(prefix.count).split(separator: ",").map { $0.uppercased() }
            return names.isEmpty ? nil : names
        }
        return nil
    }
}

/// `-o FORMAT` of the verbs that list and show.
struct OutputOptions: ParsableArguments {
    @Option(name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("json, ndjson, yaml, wide, name, table=COL,.. or squeue's '%i %T'.", valueName: "format"))
    var output: String?

    func format() throws(BerthError) -> OutputFormat {
        guard let output else { return .table }
        return try OutputFormat(parsing: output)
    }
}
