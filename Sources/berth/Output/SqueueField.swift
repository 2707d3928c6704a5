import BerthModel

/// One field of squeue's `-o '%.8i %T'`: a column of ours, its width and side, and the text after it.
struct SqueueField: Equatable, Sendable {
    var column: String
    var width: Int?
    var isRight: Bool
    var after: String

    /// The letters that have a column here.
    private static let columns: [Character: String] = [
        "i": "ID", "A": "ID", "j": "NAME", "P": "QUEUE", "q": "QUEUE", "u": "USER", "a": "AGENCY", "T": "STATE", "t": "STATE", "M": "TIME",
        "l": "LIMIT", "D": "NODES", "R": "WHERE", "N": "WHERE", "r": "WHY", "b": "ACCEL", "C": "CPUS", "m": "MEMORY", "Q": "PRIORITY", "S": "START",
        "V": "SUBMITTED", "o": "COMMAND", "Z": "DIRECTORY",
    ]

    /// - Throws: `BerthError` with code `usage`, naming the letter that is not known.
    static func fields(of text: String) throws(BerthError) -> [SqueueField] {
        var fields: [SqueueField] = []
        var rest = text[...]
        while let character = rest.first {
            guard character == "%" else {
                rest.removeFirst()
                guard !fields.isEmpty else { continue }
                fields[fields.count - 1].after.append(character)
                continue
            }
            rest.removeFirst()
            let isRight = rest.first == "."
            if isRight { rest.removeFirst() }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let letter = rest.popFirst()
            guard digits.count <= 4, let column = letter.flatMap({ columns[$0] }) else {
                let known = columns.keys.sorted().map { "%\($0)" }.joined(separator: " ")
                throw BerthError(.usage, "-o \"\(text)\": squeue's \"%\(letter.map(String.init) ?? "")\" is not supported", hint: "known: \(known)")
            }
            fields.append(SqueueField(column: column, width: Int(digits), isRight: isRight, after: ""))
        }
        return fields
    }

    /// The cell, cut or filled to its width as squeue does.
    func text(of cell: String) -> String {
        guard let width else { return cell + after }
        let cut = String(cell.prefix(width))
        let fill = String(repeating: " ", count: width - cut.count)
        return (isRight ? fill + cut : cut + fill) + after
    }
}
