/// A scenario file: commands, and after each what is expected to come out of it.
///
/// A line that starts with `> ` is a command; one that ends with a backslash goes on in the next line. The lines after it, up to the next
/// command, comment (`#`) or empty line, are its output, wrapped at 140 columns.
struct Scenario {
    enum Part: Equatable {
        /// A comment or an empty line, kept as it is.
        case remark(String)
        case command(String, output: [String])
    }

    var parts: [Part]

    init(_ text: String) {
        parts = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if case .command(let command, output: [])? = parts.last, command.hasSuffix("\\") {
                parts[parts.count - 1] = .command("\(command)\n\(line)", output: [])
            } else if line.hasPrefix("> ") {
                parts.append(.command(String(line.dropFirst(2)), output: []))
            } else if line.isEmpty || line.hasPrefix("#") {
                parts.append(.remark(line))
            } else if case .command(let command, let output)? = parts.last {
                parts[parts.count - 1] = .command(command, output: output + [line])
            } else {
                parts.append(.remark(line))
            }
        }
    }

    var text: String {
        parts.flatMap { part -> [String] in
            switch part {
            case .remark(let line): [line]
            case .command(let command, let output): ["> \(command)"] + output
            }
        }.joined(separator: "\n")
    }
}

extension Scenario {
    /// Lines of at most 140 columns, broken at spaces.
    static func wrapped(_ text: String) -> [String] {
        text.split(separator: "\n").flatMap { line -> [String] in
            var lines: [String] = []
            var rest = line
            while rest.count > 140, let space = rest.prefix(140).lastIndex(of: " "), rest[..<space].contains(where: { $0 != " " }) {
                lines.append(String(rest[..<space]))
                rest = "      " + rest[rest.index(after: space)...]
            }
            return lines + [String(rest)]
        }
    }
}
